/** In percent. */
export const share = (part: number, of: number): number => (of === 0 ? 0 : (100 * part) / of);

/** A difference of percentages with its sign; `+0.0` when there is none. */
export function points(difference: number): string {
  const tenths = Math.round(10 * difference);
  return `${tenths < 0 ? "" : "+"}${(tenths / 10).toFixed(1)}`;
}
