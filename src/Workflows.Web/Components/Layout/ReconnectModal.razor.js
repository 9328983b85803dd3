// Blazor tells the dialog its state; this shows it, and does what its buttons say.
const dialog = document.getElementById("components-reconnect-modal");

const actions = {
  async retry() {
    try {
      // False: the server was reached, but does not know this circuit any more.
      if (!await Blazor.reconnect() && !await Blazor.resumeCircuit()) {
        location.reload();
      }
    } catch {
      show("failed");
    }
  },
  async resume() {
    try {
      if (!await Blazor.resumeCircuit()) {
        location.reload();
      }
    } catch {
      show("resume-failed");
    }
  },
  reload: () => location.reload(),
};

function show(state) {
  dialog.dataset.state = state;
  if (!dialog.open) {
    dialog.showModal();
  }
}

dialog.addEventListener("components-reconnect-state-changed", ({ detail: { state } }) => {
  if (state === "hide") {
    dialog.close();
  } else if (state === "rejected") {
    location.reload();
  } else {
    show(state);
  }
});
dialog.addEventListener("cancel", event => event.preventDefault());
dialog.addEventListener("click", event => actions[event.target.closest("[data-do]")?.dataset.do]?.());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && dialog.open && dialog.dataset.state === "failed") {
    actions.retry();
  }
});
