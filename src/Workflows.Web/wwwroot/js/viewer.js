// Runs before the first paint, so it cannot be a module: sets the theme on <html> and tells the server, in a cookie, what only the
// browser knows. The cookie is "light|dark~zone", and the choice of theme ("light", "dark" or "system") has a cookie of its own.
(() => {
  const root = document.documentElement;
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const year = 60 * 60 * 24 * 365;
  let changed = null;

  const read = name => document.cookie.split("; ").find(c => c.startsWith(`${name}=`))?.slice(name.length + 1);
  const write = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax`; };
  const choice = () => ["light", "dark"].includes(read("wf-theme")) ? read("wf-theme") : "system";
  const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";

  function apply() {
    const theme = choice() === "system" ? (systemDark.matches ? "dark" : "light") : choice();
    root.dataset.theme = theme;
    write("wf-viewer", encodeURIComponent(`${theme}~${zone()}`));
    return { theme: choice(), dark: theme === "dark", zone: zone() };
  }

  apply();
  systemDark.addEventListener("change", () => {
    const now = apply();
    changed?.invokeMethodAsync("ChangedAsync", now.dark);
  });

  window.workflowsViewer = {
    /** What the browser knows, and whom to tell when the system's theme changes. */
    attach(dotnetRef) { changed = dotnetRef; return apply(); },
    detach() { changed = null; },
    /** Goes to another query of the page, unless the person has left it. */
    changeAddress(page, url, replaceHistoryEntry) {
      if (location.pathname === page) {
        Blazor.navigateTo(url, { replaceHistoryEntry });
      }
    },
    choose(theme) { write("wf-theme", theme); return apply(); },
  };
})();
