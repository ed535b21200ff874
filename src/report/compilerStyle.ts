/** Lets tools see that the text is CSS. */
const css = String.raw;

/** What pages of the program compiler need besides the style of all pages. */
export const COMPILER_STYLE = css`
  h1 {
    font: 600 clamp(1.1rem, 3.4vw, 1.7rem) / 1.3 var(--mono);
  }
  .heat {
    display: block;
    image-rendering: pixelated;
    background: var(--card);
    border: 1px solid var(--line);
  }
  .key {
    padding: 0 0.35rem;
    border-radius: 4px;
    color: #fff;
  }
  .key.above {
    background: #4078f0;
    color: #000;
  }
  .key.below {
    background: #e06c1e;
    color: #000;
  }
  .key.exact {
    background: var(--solved);
    color: var(--card);
  }
  .key.network {
    background: var(--second);
    color: var(--card);
  }
  .states-strip a {
    flex: 1;
    margin: 0;
  }
  .first-wrong {
    margin: 0.6rem 0 0;
  }
  #program .programs,
  #program .facts {
    margin-bottom: 0.7rem;
  }
  .decompiled td {
    padding: 0.1rem 0.6rem 0.1rem 0;
    vertical-align: baseline;
  }
  .sign.good,
  .verdict.good {
    color: var(--good);
  }
  .sign.near,
  .verdict.near {
    color: var(--near);
  }
  .sign.bad,
  .verdict.bad {
    color: var(--bad);
  }
  .states {
    overflow: clip;
  }
  .state + .state {
    border-top: 1px solid var(--line);
  }
  .state > summary {
    display: grid;
    grid-template-columns: 1rem 8.5rem minmax(0, 1fr) auto;
    gap: 0.8rem;
    align-items: baseline;
    padding: 0.45rem 1rem;
    cursor: pointer;
    list-style: none;
  }
  .state > summary::-webkit-details-marker {
    display: none;
  }
  .state > summary:hover,
  .state[open] > summary {
    background: var(--code);
  }
  .state > summary:focus-visible {
    outline-offset: -2px;
  }
  .state .other {
    padding-left: 0.6rem;
    border-left: 3px solid var(--second);
    margin-left: 0.4rem;
  }
  .slots {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 23rem), 1fr));
    gap: 0.9rem 1.6rem;
    padding: 0.7rem 1rem 0.9rem;
  }
  .slot {
    min-width: 0;
  }
  .slot h4 {
    margin-bottom: 0.1rem;
  }
  .verdict {
    margin-left: 0.4rem;
  }
  .said span {
    display: inline-block;
    min-width: 4.2rem;
    color: var(--muted);
    font-size: 0.85rem;
  }
  .state > .note,
  .state > .uses {
    padding: 0 1rem 0.7rem;
  }
  .positions,
  .bytes {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .positions th,
  .bytes th {
    color: var(--muted);
    font-size: 0.8rem;
    font-weight: 400;
    text-align: left;
  }
  .positions thead th:last-child {
    text-align: right;
  }
  .positions td,
  .positions th,
  .bytes td,
  .bytes th {
    padding: 0.15rem 0 0.15rem 0.7rem;
  }
  .positions th:first-child,
  .bytes th:first-child,
  .bytes td:first-child {
    padding-left: 0.3rem;
  }
  .positions td:not(.track) {
    white-space: nowrap;
  }
  .bytes td {
    border-top: 1px solid var(--line);
    vertical-align: baseline;
  }
  .bytes .number {
    text-align: left;
  }
  .track {
    position: relative;
    width: 55%;
    height: 1.5rem;
    background: linear-gradient(var(--line), var(--line)) no-repeat 0.7rem 50% / 100% 1px;
  }
  .bar {
    position: absolute;
    height: 38%;
    min-width: 3px;
    border-radius: 2px;
  }
  .bar.exact {
    top: 10%;
    background: var(--solved);
  }
  .bar.network {
    bottom: 10%;
    background: var(--second);
  }
  .bar.optional {
    opacity: 0.5;
  }
  tr.differs.near td:nth-child(4) code {
    color: var(--near);
  }
  tr.differs.bad td:nth-child(4) code {
    color: var(--bad);
  }
  tr.differs th {
    font-weight: 700;
    color: var(--ink);
  }
  .differs {
    background: color-mix(in srgb, var(--mark) 30%, transparent);
  }
  .chance {
    margin-right: 0.6rem;
    white-space: nowrap;
  }
  .tokens {
    display: grid;
    gap: 0.8rem;
  }
  .token {
    min-width: 0;
    padding: 0.3rem 1.1rem 0.9rem;
  }
  .token:not([open]) {
    padding-bottom: 0.3rem;
  }
  .token > summary {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 1.2rem;
    align-items: baseline;
    padding: 0.4rem 0;
    cursor: pointer;
  }
  .token > summary h3 code {
    font-size: 1rem;
  }
  .token > summary .number {
    text-align: left;
  }
  .arithmetic {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem 2rem;
    justify-content: space-between;
    margin-bottom: 0.8rem;
  }
  .arithmetic > div {
    flex: 1 1 18rem;
    min-width: 0;
  }
  figcaption {
    color: var(--muted);
    font-size: 0.8rem;
  }
  .arithmetic figure {
    flex: 0 1 18rem;
  }
  .heat.map {
    width: 100%;
    height: auto;
  }
  .layers {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr));
    gap: 0.9rem 1.6rem;
    padding-top: 0.6rem;
    border-top: 1px solid var(--line);
  }
  .layer {
    min-width: 0;
  }
  .sets {
    display: grid;
    gap: 0.3rem;
    font-size: 0.88rem;
  }
  .sets > div {
    display: grid;
    grid-template-columns: 4.2rem minmax(0, 1fr);
    align-items: baseline;
  }
  .sets dt,
  .sets small {
    color: var(--muted);
  }
  .sets small {
    font-size: 0.8rem;
  }
  .heat.gates {
    width: 100%;
    height: 0.9rem;
  }
  .heads {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: 0.5rem;
    margin-top: 0.5rem;
  }
  .square {
    position: relative;
    display: block;
  }
  .heat.bias {
    width: 100%;
    height: auto;
  }
  /* The borders of the slots. */
  .square::after {
    content: "";
    position: absolute;
    inset: 1px;
    background:
      repeating-linear-gradient(to right, transparent 0 calc(25% - 1px), var(--open) 0 25%),
      repeating-linear-gradient(to bottom, transparent 0 calc(25% - 1px), var(--open) 0 25%);
    opacity: 0.55;
  }
  .kinds {
    margin-top: 0.8rem;
    padding: 1rem 1.1rem;
  }
  .units {
    display: grid;
    grid-template-columns: 6.5rem minmax(0, 1fr);
    gap: 0 0.5rem;
    margin-top: 0.7rem;
  }
  .units figcaption {
    grid-column: 1 / -1;
  }
  .units ol {
    display: grid;
    grid-auto-rows: 1fr;
    margin: 0;
    padding: 1px 0;
    list-style: none;
    color: var(--muted);
    font: 10px/1 var(--mono);
    text-align: right;
  }
  .units li {
    display: grid;
    align-items: center;
    height: 12px;
  }
  .heat.all {
    width: 100%;
    height: 100%;
  }
  @media (max-width: 520px) {
    .state > summary {
      grid-template-columns: 1rem minmax(0, 1fr) auto;
      gap: 0 0.6rem;
      padding: 0.5rem 0.8rem;
    }
    .state .stack {
      grid-column: 2 / -1;
      grid-row: 2;
    }
    .slots {
      padding: 0.6rem 0.8rem 0.8rem;
    }
    .state > .note,
    .state > .uses {
      padding: 0 0.8rem 0.7rem;
    }
    .track {
      width: 38%;
    }
    .token {
      padding: 0.2rem 0.8rem 0.8rem;
    }
    .bytes {
      font-size: 0.85rem;
    }
  }
`;
