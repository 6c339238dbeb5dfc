// What the server writes into this script when it hands it out.

/** Where the service is, with its https. */
const SERVER = "{{SERVER}}";
/** The part of the spreadsheet that is read: the very same that the server reads by itself. */
const MASK = "{{MASK}}";
