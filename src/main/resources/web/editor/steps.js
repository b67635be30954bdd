// What edits do to a picture: where its points go, how large it becomes and how it looks, in the
// way of the site: lengths are fractions of the picture as it is at that step, radii are pixels of
// the finished photo, whose longer side is at most 1,280.

const LARGE = 1280;

/** What an amount of 1 makes of edges, measured: the site leaves noise as it is, and we cannot. */
const STRENGTH = 0.4;

/**
 * A picture after steps.
 *
 * @returns its width and height, and the matrix that takes points of the original there
 */
export function outline({ width, height }, steps) {
  let matrix = new DOMMatrix();
  for (const step of steps) {
    if (step.kind === "crop") {
      matrix = new DOMMatrix().translate(-step.x * width, -step.y * height).multiply(matrix);
      width *= step.width;
      height *= step.height;
    }
    if (step.kind === "rotate") {
      const after = turned(width, height, step.degrees);
      matrix = new DOMMatrix()
        .translate(after.width / 2, after.height / 2)
        .rotate(step.degrees)
        .translate(-width / 2, -height / 2)
        .multiply(matrix);
      ({ width, height } = after);
    }
  }
  return { width, height, matrix };
}

/** Quarter turns keep everything, others the largest upright rectangle without empty corners. */
function turned(width, height, degrees) {
  if (degrees % 180 === 0) return { width, height };
  if (degrees % 90 === 0) return { width: height, height: width };
  const sine = Math.abs(Math.sin((degrees * Math.PI) / 180));
  const cosine = Math.abs(Math.cos((degrees * Math.PI) / 180));
  const longer = Math.max(width, height);
  const half = Math.min(width, height) / 2;
  if (half <= sine * cosine * longer) { // two corners touch the long sides
    return width >= height
      ? { width: half / sine, height: half / cosine }
      : { width: half / cosine, height: half / sine };
  }
  const span = cosine * cosine - sine * sine;
  return {
    width: (width * cosine - height * sine) / span,
    height: (height * cosine - width * sine) / span,
  };
}

export function isQuarter(step) {
  return step?.kind === "rotate" && step.degrees % 90 === 0;
}

/** The same with as few steps as possible: quarter turns that follow one another become one. */
export function compact(steps) {
  const few = [];
  for (const step of steps) {
    if (isQuarter(step) && isQuarter(few.at(-1))) {
      const degrees = (few.pop().degrees + step.degrees) % 360;
      if (degrees) few.push({ kind: "rotate", degrees });
    } else {
      few.push(step);
    }
  }
  return few;
}

/** The filters of CSS that blur and sharpen; `scale` is how large the finished photo is drawn. */
export function filters(steps, scale) {
  return steps
    .map((step, i) => {
      if (step.kind === "blur") return `blur(${step.sigma * scale}px)`;
      return step.kind === "sharpen" ? `url(#sharpen-${i})` : "";
    })
    .join(" ");
}

/** The numbers of a sharpening for a filter of SVG: what a blur takes away is added. */
export function sharpening({ sigma, amount }, scale) {
  const strength = STRENGTH * amount;
  return { deviation: sigma * scale, more: 1 + strength, less: -strength };
}

/** The longer side of the finished photo. It is made from the upload, which may be larger than
    what is known here. */
export function finishedSide(original, { width, height }) {
  const isLarge = Math.max(original.width, original.height) >= LARGE;
  return isLarge ? LARGE : Math.max(width, height);
}

/** A focal point (-1 to 1, y upwards) of the original, as it is after steps; kept within. */
export function focusAfter(original, steps, focus) {
  const { width, height, matrix } = outline(original, steps);
  const point = matrix.transformPoint(pixels(original, focus));
  return fractions({ width, height }, point);
}

/** Where in the original a focal point is that is seen after steps. */
export function focusBefore(original, steps, focus) {
  const { width, height, matrix } = outline(original, steps);
  return fractions(original, matrix.inverse().transformPoint(pixels({ width, height }, focus)));
}

function pixels({ width, height }, { x, y }) {
  return new DOMPoint(((1 + x) / 2) * width, ((1 - y) / 2) * height);
}

function fractions({ width, height }, { x, y }) {
  const within = (value) => Math.max(-1, Math.min(1, value));
  return { x: within((2 * x) / width - 1), y: within(1 - (2 * y) / height) };
}
