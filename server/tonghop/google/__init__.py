"""Google Sheets and Drive over the network: the only room that knows gspread."""
