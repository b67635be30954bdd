// What Cropper.js draws over a photo: its own template, built instead of parsed, since markup that is
// parsed from text would need a policy of Trusted Types.

const SIDES = ["e", "n", "w", "s"];
const CORNERS = ["ne", "nw", "sw", "se"];

export function frame() {
  const container = part("div", "cropper-container");
  container.setAttribute("touch-action", "none");
  const wrap = part("div", "cropper-wrap-box");
  wrap.append(part("div", "cropper-canvas"));
  const box = part("div", "cropper-crop-box");
  box.append(
    part("span", "cropper-view-box"),
    part("span", "cropper-dashed dashed-h"),
    part("span", "cropper-dashed dashed-v"),
    part("span", "cropper-center"),
    part("span", "cropper-face"),
    ...SIDES.map((side) => handle("line", side)),
    ...[...SIDES, ...CORNERS].map((side) => handle("point", side)),
  );
  container.append(wrap, part("div", "cropper-drag-box"), box);
  return container;
}

function part(tag, classes) {
  const element = document.createElement(tag);
  element.className = classes;
  return element;
}

function handle(kind, side) {
  const element = part("span", `cropper-${kind} ${kind}-${side}`);
  element.dataset.cropperAction = side;
  return element;
}
