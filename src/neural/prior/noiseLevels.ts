/** Which noise deviations a sampler goes through. */
export interface NoiseLevels {
  readonly least: number;
  readonly greatest: number;
  readonly count: number;
  /** How much closer levels are near the least: 1 for equal distances. Default 7. */
  readonly rho?: number;
}

/**
 * Deviations from the greatest to the least (Karras and others 2022, equation 5): more of them are
 * small, where a step's error counts most.
 */
export function noiseLevels({ least, greatest, count, rho = 7 }: NoiseLevels): readonly number[] {
  const root = (sigma: number): number => sigma ** (1 / rho);
  return Array.from({ length: count }, (_, i) => {
    const share = count === 1 ? 0 : i / (count - 1);
    return (root(greatest) + share * (root(least) - root(greatest))) ** rho;
  });
}
