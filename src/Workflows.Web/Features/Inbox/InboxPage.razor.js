// Keys that work anywhere on the page, but never while somebody types or a dialog is open.

const keys = ["j", "k", "Enter", "c", "r", "?"];

/** @param {{ invokeMethodAsync(name: string, key: string): Promise<void> }} dotnet whom to tell of a key */
export function listen(dotnet) {
  const stop = new AbortController();
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest("input, textarea, select, [contenteditable], [role=dialog]") || document.querySelector("[role=dialog]")) {
      return;
    }
    if (event.key === "/") {
      event.preventDefault();
      document.querySelector(".inbox input[type=search]")?.focus();
    } else if (keys.includes(event.key) && !(event.key === "Enter" && target.closest("a, button, summary, [role=button]"))) {
      event.preventDefault();
      dotnet.invokeMethodAsync("KeyAsync", event.key);
    }
  }, { signal: stop.signal });

  return {
    /** Scrolls a list's row into view, and nothing when it is there already. */
    reveal(task) {
      document.querySelector(`[data-task="${CSS.escape(task)}"]`)?.scrollIntoView({ block: "nearest" });
    },
    dispose() {
      stop.abort();
    },
  };
}
