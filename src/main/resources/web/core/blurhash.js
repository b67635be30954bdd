// BlurHash: some thirty characters that stand for a photo until it is there (blurha.sh).

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/** Paints a hash on a canvas, as large as the canvas is. */
export function paint(canvas, hash) {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const waves = decode(hash);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const color = [0, 0, 0];
      for (const { across, down, light } of waves) {
        const strength =
          Math.cos((Math.PI * x * across) / width) * Math.cos((Math.PI * y * down) / height);
        for (let c = 0; c < 3; c++) color[c] += light[c] * strength;
      }
      const at = 4 * (y * width + x);
      for (let c = 0; c < 3; c++) image.data[at + c] = toByte(color[c]);
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}

/** The waves that a hash consists of. */
function decode(hash) {
  const size = number(hash, 0, 1);
  const columns = (size % 9) + 1;
  const largest = (number(hash, 1, 2) + 1) / 166;
  const waves = [];
  for (let at = 6, i = 0; at <= hash.length; at += 2, i++) {
    const light = i === 0 ? average(number(hash, 2, 6)) : detail(number(hash, at - 2, at), largest);
    waves.push({ across: i % columns, down: Math.floor(i / columns), light });
  }
  return waves;
}

function number(hash, from, to) {
  return [...hash.slice(from, to)].reduce((sum, digit) => sum * 83 + DIGITS.indexOf(digit), 0);
}

function average(value) {
  return [value >> 16, (value >> 8) & 255, value & 255].map(toLight);
}

function detail(value, largest) {
  return [Math.floor(value / 361), Math.floor(value / 19) % 19, value % 19].map((part) => {
    const signed = (part - 9) / 9;
    return Math.sign(signed) * signed * signed * largest;
  });
}

function toLight(byte) {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function toByte(light) {
  const part = Math.max(0, Math.min(1, light));
  return Math.round(255 * (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055));
}
