// Building what the pane shows. Texts are only ever set as text: nothing a server or a clerk wrote becomes markup.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name @param {Partial<HTMLElementTagNameMap[K]>} [properties] @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, properties = {}, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** @param {string} words @param {() => void} onclick @param {string} [className] */
export function button(words, onclick, className = "") {
  return element("button", { type: "button", textContent: words, onclick, className });
}

/**
 * @param {string} words @param {HTMLElement} field @returns {HTMLLabelElement}
 */
export function labelled(words, field) {
  return element("label", {}, [element("span", { textContent: words }), field]);
}

/**
 * @param {[string, string][]} choices value and words @param {string} chosen @param {(value: string) => void} onchoose
 */
export function chooser(choices, chosen, onchoose) {
  const options = choices.map(([value, words]) => element("option", { value, textContent: words, selected: value === chosen }));
  const made = element("select", {}, options);
  made.onchange = () => onchoose(made.value);
  return made;
}

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
