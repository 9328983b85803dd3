const focusable = "input:not([type=hidden]), select, textarea, button, [tabindex]:not([tabindex='-1'])";

/**
 * Moves the focus to a field: the element itself, or the first control in it.
 * @param {string} id
 */
export function focusField(id) {
  const element = document.getElementById(id);
  const target = element?.matches(focusable) ? element : (element?.querySelector(focusable) ?? element);
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}
