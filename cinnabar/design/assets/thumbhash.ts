// Paints the tiny placeholder of a picture that has not come yet, and behind those of a note what surrounds them.
// The format is evanw/thumbhash; this reads only what a still, opaque or transparent, picture needs.
import { onContent } from "./lib/content";
import { whenIdle } from "./lib/later";

function decode(hash: Uint8Array): { width: number; height: number; rgba: Uint8ClampedArray } {
  const header = hash[0] | (hash[1] << 8) | (hash[2] << 16);
  const second = hash[3] | (hash[4] << 8);
  const light = (header & 63) / 63, p = ((header >> 6) & 63) / 31.5 - 1, q = ((header >> 12) & 63) / 31.5 - 1;
  const lightScale = ((header >> 18) & 31) / 31, hasAlpha = header >> 23, isLandscape = second >> 15;
  const pScale = ((second >> 3) & 63) / 63, qScale = ((second >> 9) & 63) / 63;
  const lx = Math.max(3, isLandscape ? (hasAlpha ? 5 : 7) : second & 7), ly = Math.max(3, isLandscape ? second & 7 : hasAlpha ? 5 : 7);
  let index = 0;
  const start = hasAlpha ? 6 : 5;
  const channel = (nx: number, ny: number, scale: number): number[] => {
    const ac: number[] = [];
    for (let y = 0; y < ny; y++)
      for (let x = y ? 0 : 1; x * ny < nx * (ny - y); x++, index++) ac.push((((hash[start + (index >> 1)] >> ((index & 1) << 2)) & 15) / 7.5 - 1) * scale);
    return ac;
  };
  const lightAc = channel(lx, ly, lightScale), pAc = channel(3, 3, pScale * 1.25), qAc = channel(3, 3, qScale * 1.25);
  const ratio = lx / ly, width = Math.round(ratio > 1 ? 24 : 24 * ratio), height = Math.round(ratio > 1 ? 24 / ratio : 24);
  const rgba = new Uint8ClampedArray(width * height * 4);
  const waves = (length: number, most: number): number[][] =>
    Array.from({ length }, (_, at) => Array.from({ length: Math.max(most, 3) }, (_, n) => Math.cos((Math.PI / length) * (at + 0.5) * n)));
  const across = waves(width, lx), down = waves(height, ly);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i += 4) {
      let l = light, pp = p, qq = q;
      const fx = across[x], fy = down[y];
      for (let cy = 0, j = 0; cy < ly; cy++) for (let cx = cy ? 0 : 1; cx * ly < lx * (ly - cy); cx++, j++) l += lightAc[j] * fx[cx] * fy[cy] * 2;
      for (let cy = 0, j = 0; cy < 3; cy++)
        for (let cx = cy ? 0 : 1; cx < 3 - cy; cx++, j++) {
          const f = fx[cx] * fy[cy] * 2;
          pp += pAc[j] * f;
          qq += qAc[j] * f;
        }
      const b = l - (2 / 3) * pp, r = (3 * l - b + qq) / 2, g = r - qq;
      rgba.set([r * 255, g * 255, b * 255, 255], i);
    }
  return { width, height, rgba };
}

function paint(place: HTMLElement): void {
  if (place instanceof HTMLImageElement && place.complete) return;
  const { width, height, rgba } = decode(Uint8Array.from(atob(place.dataset.thumbhash!), (c) => c.charCodeAt(0)));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d")!.putImageData(new ImageData(rgba as Uint8ClampedArray<ArrayBuffer>, width, height), 0, 0);
  place.style.backgroundImage = `url(${canvas.toDataURL()})`;
}

onContent((root) => root.querySelectorAll<HTMLElement>("[data-thumbhash]:not([fetchpriority])").forEach((place) => whenIdle(() => paint(place))));
