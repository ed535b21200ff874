export const EDIT_ORDERS = ["random", "gradient"] as const;

/** In which order edits are tried: at random, or as the network's gradient says. */
export type EditOrder = (typeof EDIT_ORDERS)[number];

export interface RefineOptions {
  /** Programs that are tried at most, each by the exact steps. */
  readonly candidates: number;
  /** Of them how many may be guesses from the examples, tried first; 0 for none. */
  readonly guesses: number;
  readonly order: EditOrder;
}

/** What holds where nothing else is asked for. Apart from the search: the help shows it without a network. */
export const REFINE: RefineOptions = { candidates: 300, guesses: 200, order: "random" };
