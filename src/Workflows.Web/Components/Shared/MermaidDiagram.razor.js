// Draws with Mermaid into an element that Blazor leaves alone, and makes the nodes buttons: with the strict security level
// Mermaid attaches no handlers of its own.

const margin = 4; // room for the outer strokes
let drawings = 0;

/**
 * @param {HTMLElement} frame holds the zoom buttons and the host
 * @param {HTMLElement} host the element to draw into; scrolls when the diagram is larger
 * @param {{ invokeMethodAsync(name: string, id: string): Promise<void> } | null} dotnet whom to tell of a chosen node
 */
export function create(frame, host, dotnet) {
  const stop = new AbortController();
  let scale = null; // null: fitted to the width
  let turn = 0;

  function resize() {
    const svg = host.querySelector("svg");
    const { paddingLeft, paddingRight } = getComputedStyle(host);
    const room = host.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    if (!svg || room <= 0) {
      return; // nothing drawn yet, or not shown: the observer calls again
    }
    // Mermaid measures before it has placed everything, so its own view box can be beside the drawing.
    const { x, y, width, height } = svg.getBBox();
    const [fullWidth, fullHeight] = [width + 2 * margin, height + 2 * margin];
    // Fitting never enlarges, and never shrinks the labels below what can be read: then the host scrolls.
    const factor = scale ?? Math.min(1, Math.max(0.6, room / fullWidth));
    svg.setAttribute("viewBox", `${x - margin} ${y - margin} ${fullWidth} ${fullHeight}`);
    svg.setAttribute("width", `${fullWidth * factor}`);
    svg.setAttribute("height", `${fullHeight * factor}`);
    svg.style.maxWidth = "none";
    svg.dataset.scale = `${factor}`;
  }

  function zoom(how) {
    const now = Number(host.querySelector("svg")?.dataset.scale ?? 1);
    scale = how === "fit" ? null : Math.min(3, Math.max(0.25, now * (how === "in" ? 1.25 : 0.8)));
    resize();
  }

  const choose = event => {
    const node = event.target.closest?.("[data-node]");
    if (node) {
      event.preventDefault();
      dotnet?.invokeMethodAsync("NodeChosenAsync", node.dataset.node);
    }
  };

  const on = (element, type, handler, options) => element.addEventListener(type, handler, { signal: stop.signal, ...options });
  on(frame, "click", event => {
    const how = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (how) {
      zoom(how);
    }
  });
  on(host, "click", choose);
  on(host, "keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "Enter" || event.key === " ") {
      choose(event);
    }
    const how = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
    if (how) {
      event.preventDefault();
      zoom(how);
    }
  });
  on(host, "wheel", event => {
    if (event.ctrlKey) {
      event.preventDefault();
      zoom(event.deltaY < 0 ? "in" : "out");
    }
  }, { passive: false });
  dragToScroll(host, on);

  const observer = new ResizeObserver(() => scale === null && resize());
  observer.observe(host);

  return {
    /** @returns {Promise<string | null>} why it could not be drawn */
    async draw(source) {
      const mine = ++turn;
      const id = `mermaid-${++drawings}`;
      try {
        const { mermaid } = await import("../../lib/mermaid.js");
        const { svg } = await mermaid.render(id, source);
        if (mine === turn) {
          replace(host, svg, id, dotnet !== null);
          resize();
        }
        return null;
      } catch (failure) {
        document.getElementById(`d${id}`)?.remove();
        return failure?.message ?? String(failure);
      }
    },
    dispose() {
      turn = -1;
      observer.disconnect();
      stop.abort();
    },
  };
}

// One swap, so that nothing flickers; who had the focus keeps it.
function replace(host, svg, id, areButtons) {
  const focused = host.contains(document.activeElement) ? document.activeElement.dataset.node : undefined;
  const fresh = new DOMParser().parseFromString(svg, "text/html").body.firstElementChild;
  for (const node of fresh.querySelectorAll("g.node")) {
    // Mermaid names the group "<drawing>-flowchart-<node>-<number>".
    const name = /flowchart-(.+)-\d+$/.exec(node.id)?.[1];
    if (name === undefined) {
      continue;
    }
    node.dataset.node = name;
    if (areButtons) {
      node.setAttribute("tabindex", "0");
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", node.textContent.trim().replace(/\s+/g, " ") || name);
    }
  }
  // The host carries the name; the drawing itself is only lines to a screen reader.
  fresh.removeAttribute("aria-roledescription");
  fresh.setAttribute("role", areButtons ? "group" : "presentation");
  host.replaceChildren(fresh);
  if (focused !== undefined) {
    host.querySelector(`[data-node="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}

function dragToScroll(host, on) {
  let from = null;
  on(host, "pointerdown", event => {
    if (event.pointerType === "mouse" && event.button === 0 && !event.target.closest("[data-node]")) {
      from = { x: event.clientX + host.scrollLeft, y: event.clientY + host.scrollTop };
      host.setPointerCapture(event.pointerId);
    }
  });
  on(host, "pointermove", event => {
    if (from) {
      host.scrollTo({ left: from.x - event.clientX, top: from.y - event.clientY, behavior: "instant" });
    }
  });
  for (const type of ["pointerup", "pointercancel"]) {
    on(host, type, () => { from = null; });
  }
}
