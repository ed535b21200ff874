/** Gates above this are open, and below the other shut: between them is much that does nothing. */
export const OPEN = 1.5;
export const SHUT = 0.5;
