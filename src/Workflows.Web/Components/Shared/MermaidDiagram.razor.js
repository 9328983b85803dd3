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
  let selected = null;
  let isTouched = false;

  function mark() {
    for (const node of host.querySelectorAll("[data-node]")) {
      node.classList.toggle("selected", node.dataset.node === selected);
      if (dotnet !== null) {
        node.setAttribute("aria-pressed", `${node.dataset.node === selected}`);
      }
    }
  }

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
    if (!isTouched) {
      showCurrent(host); // again with every size, as the page around it may still be growing
    }
  }

  function zoom(how) {
    const now = Number(host.querySelector("svg")?.dataset.scale ?? 1);
    isTouched = true;
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
  for (const type of ["pointerdown", "wheel", "keydown"]) {
    on(host, type, () => { isTouched = true; }, { passive: true });
  }
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
          mark();
          resize();
        }
        return null;
      } catch (failure) {
        document.getElementById(`d${id}`)?.remove();
        return failure?.message ?? String(failure);
      }
    },
    /** @param {string | null} node the one whose details are shown */
    select(node) {
      selected = node;
      mark();
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
  for (const node of fresh.querySelectorAll("g.node, g.cluster")) {
    // Mermaid names a node "<drawing>-flowchart-<node>-<number>", and the frame of a group "<drawing>-<group>".
    const name = /(?:flowchart-(.+)-\d+|-(n\d+))$/.exec(node.id)?.slice(1).find(Boolean);
    if (name === undefined) {
      continue;
    }
    separateLines(node);
    const status = Object.keys(badges).find(known => node.classList.contains(known));
    // What is inside a frame stays free to be dragged: its title is the button.
    const button = node.querySelector(".cluster-label") ?? node;
    button.dataset.node = name;
    if (areButtons) {
      button.setAttribute("tabindex", "0");
      button.setAttribute("role", "button");
      button.setAttribute("aria-label", nameOf(node, status) || name);
    }
    if (status) {
      node.append(badge(status));
    }
  }
  // The host carries the name; the drawing itself is only lines to a screen reader.
  fresh.removeAttribute("aria-roledescription");
  fresh.setAttribute("role", areButtons ? "group" : "presentation");
  host.replaceChildren(fresh);
  placeBadges(host);
  if (focused !== undefined) {
    host.querySelector(`[data-node="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}

// Each line of a label is an element of its own, with nothing between it and the next: "Managerapproval". A space without a width mends it.
function separateLines(node) {
  for (const line of node.querySelectorAll(".text-outer-tspan + .text-outer-tspan")) {
    const space = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
    space.setAttribute("font-size", "0");
    space.textContent = " ";
    line.before(space);
  }
}

// Colour alone says nothing to those who cannot tell it: each status has a sign of its own, drawn around 0,0.
const badges = {
  pending: "M0 -3.5a3.5 3.5 0 1 0 .01 0",
  scheduled: "M0 -3V0L2.5 1.5",
  running: "M-2 -3.5L3.5 0L-2 3.5Z",
  waiting: "M-2.6 -3.6H2.6L-2.6 3.6H2.6Z",
  succeeded: "M-3.5 .2L-1 2.8L3.6 -2.6",
  failed: "M0 -4V1M0 3.4V3.6",
  canceled: "M-2.8 -2.8L2.8 2.8M2.8 -2.8L-2.8 2.8",
  skipped: "M-3.4 -3L.2 0L-3.4 3M3 -3V3",
};

const words = { pending: "pending", scheduled: "scheduled", running: "running", waiting: "waiting", succeeded: "done", failed: "failed", canceled: "withdrawn", skipped: "skipped" };

function nameOf(node, status) {
  const parts = [node.textContent.trim().replace(/^[♟◷]\s*/u, "").replace(/\s+/g, " ")];
  if (status) {
    parts.push(words[status]);
  }
  if (node.classList.contains("current")) {
    parts.push("here now");
  }
  if (node.classList.contains("overridden")) {
    parts.push("overridden by an operator");
  }
  if (node.classList.contains("not-taken")) {
    parts.push("not taken");
  }
  return parts.filter(Boolean).join(", ");
}

// On the upper right edge of the shape. It is placed once the drawing is in the page: before, nothing can be measured.
function badge(status) {
  const sign = document.createElementNS("http://www.w3.org/2000/svg", "g");
  sign.setAttribute("class", "badge");
  sign.innerHTML = `<circle r="8"></circle><path d="${badges[status]}"></path>`;
  return sign;
}

function placeBadges(host) {
  for (const sign of host.querySelectorAll(".badge")) {
    const shape = sign.parentElement.querySelector(".label-container, rect, polygon, circle, path");
    const { x, y, width, height } = shape.getBBox();
    // A diamond has no upper right corner: half way along its side is on the edge.
    const [right, top] = shape.tagName === "polygon" ? [x + width * 0.75, y + height * 0.25] : shape.tagName === "circle" ? [x + width * 0.854, y + height * 0.146] : [x + width - 6, y];
    const shift = shape.transform.baseVal.consolidate()?.matrix;
    sign.setAttribute("transform", `translate(${right + (shift?.e ?? 0)} ${top + (shift?.f ?? 0)})`);
  }
}

// A diagram that is taller than its window opens where the instance is.
function showCurrent(host) {
  const current = host.querySelector(".node.current") ?? host.querySelector(".cluster.current");
  if (current) {
    const [frame, node] = [host.getBoundingClientRect(), current.getBoundingClientRect()];
    if (node.bottom > frame.bottom || node.right > frame.right || host.scrollTop > 0 || host.scrollLeft > 0) {
      host.scrollBy({ left: node.left - frame.left - (frame.width - node.width) / 2, top: node.top - frame.top - (frame.height - node.height) / 2, behavior: "instant" });
    }
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
