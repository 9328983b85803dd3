// Holds the document: it is read when it is imported, as a stream, for it may be larger than what one event of the circuit carries.

/**
 * @param {HTMLTextAreaElement} text
 * @param {HTMLInputElement} file
 * @param {number} most the largest document in bytes
 */
export function attach(text, file, most) {
  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    file.value = ""; // so that the same file can be chosen again after it was mended
    if (chosen) {
      text.value = chosen.size > most ? "" : await chosen.text();
      text.setCustomValidity(chosen.size > most ? "The file is larger than 1 MiB, the most a definition may have." : "");
      text.reportValidity();
    }
  });
  text.addEventListener("input", () => text.setCustomValidity(""));

  return {
    /** @returns {Uint8Array} the document in UTF-8; cut where it is too large, so that the server says so. It ends with a line end, as an empty stream is never read to its end. */
    read: () => new TextEncoder().encode(`${text.value}\n`).subarray(0, most),

    /** Puts the caret to a place, both counted from 1, and shows it. */
    goTo(line, column) {
      const lines = text.value.split("\n");
      const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
      const at = start + Math.min(column - 1, lines[line - 1]?.length ?? 0);
      text.focus({ preventScroll: false });
      text.setSelectionRange(at, Math.min(at + 1, text.value.length));
      const height = parseFloat(getComputedStyle(text).lineHeight);
      text.scrollTop = Math.max(0, (line - 4) * height);
    },
  };
}
