// The page in a notebook, with the kernel behind it (anywidget): `model` holds data and view.

import { mount } from "./page.js";

function render({ model, el }) {
  const box = document.createElement("div");
  el.append(box);
  box.dataset.lmSuppressShortcuts = "true"; // JupyterLab's own keys stay outside
  const area = el.closest(".jp-OutputArea, .jp-CodeCell, .cell") || document;
  area.querySelectorAll(".ta-note").forEach((note) => { note.hidden = true; }); // "run this cell"
  const host = {
    view: model.get("view"),
    send: (message) => model.send(message),
    remember(view) { model.set("view", view); model.save_changes(); },
    on(handler) {
      const message = (content) => handler(content), data = () => handler({ data: model.get("data") });
      model.on("msg:custom", message);
      model.on("change:data", data);
      return () => { model.off("msg:custom", message); model.off("change:data", data); };
    },
  };
  return mount(box, model.get("data"), host);
}

export default { render };
