// The text is in the page already: it need not cross the circuit again.

/** @param {HTMLElement} code @returns {Promise<boolean>} whether it is on the clipboard */
export async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    // No permission, or not a secure page: select it, so that one key copies it.
    getSelection().selectAllChildren(code);
    return false;
  }
}

/** @param {HTMLElement} code @param {string} name */
export function save(code, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([code.textContent], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
