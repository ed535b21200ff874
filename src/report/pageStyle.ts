/** Lets tools see that the text is CSS. */
const css = String.raw;

/** The style of every page: light and dark, from 360 px wide up, fit to be printed. */
export const PAGE_STYLE = css`
  :root {
    color-scheme: light dark;
    --paper: #f6f7f9;
    --card: #fff;
    --ink: #16202c;
    --muted: #56626f;
    --line: #dde3ea;
    --code: #f3f5f8;
    --solved: #2f62c9;
    --good: #0a7a58;
    --near: #955800;
    --open: #a3aeba;
    --bad: #bd3526;
    --second: #9747ad;
    --mark: #ffe9a8;
    --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, monospace;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #0e1319;
      --card: #161d25;
      --ink: #e3e9f0;
      --muted: #9eabba;
      --line: #29333f;
      --code: #10161d;
      --solved: #7fa7fa;
      --good: #45c48b;
      --near: #eeac4e;
      --open: #56636f;
      --bad: #f2786c;
      --second: #cf95e4;
      --mark: #57481a;
    }
  }
  * {
    box-sizing: border-box;
  }
  html {
    scroll-padding-top: 4.5rem;
    scrollbar-gutter: stable;
  }
  body {
    margin: 0;
    font:
      15px/1.5 system-ui,
      sans-serif;
    color: var(--ink);
    background: var(--paper);
  }
  a {
    color: var(--solved);
    text-underline-offset: 2px;
  }
  :focus-visible {
    outline: 2px solid var(--solved);
    outline-offset: 2px;
    border-radius: 4px;
  }
  code,
  pre {
    font: 13px/1.5 var(--mono);
    overflow-wrap: anywhere;
  }
  pre {
    margin: 0;
    white-space: pre-wrap;
  }
  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  dl,
  dd,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
  }
  [hidden] {
    display: none !important;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .top,
  main {
    max-width: 78rem;
    margin: 0 auto;
    padding: 0 1.25rem;
  }
  .top {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    padding-top: 1.1rem;
  }
  .brand {
    font-weight: 650;
    letter-spacing: 0.01em;
  }
  .logo {
    display: inline-grid;
    place-items: center;
    width: 1.7rem;
    height: 1.7rem;
    margin-right: 0.25rem;
    border-radius: 0.5rem;
    color: #fff;
    background: linear-gradient(135deg, #2f62c9, #0a8a72);
    font:
      600 1.05rem/1 Georgia,
      serif;
  }
  nav a {
    margin-left: 1.1rem;
    color: var(--muted);
    text-decoration: none;
  }
  nav a:hover {
    color: var(--ink);
    text-decoration: underline;
  }
  h1 {
    grid-column: 1 / -1;
    margin-top: 1.6rem;
    font-size: clamp(1.6rem, 4.5vw, 2.3rem);
    line-height: 1.15;
    letter-spacing: -0.02em;
    overflow-wrap: anywhere;
  }
  .subtitle {
    grid-column: 1 / -1;
    margin-top: 0.5rem;
    color: var(--muted);
  }
  .subtitle span {
    margin-left: 0.6rem;
    white-space: nowrap;
  }
  main > section,
  main > dl {
    margin-top: 1.6rem;
  }
  h2 {
    margin: 2.6rem 0 0.9rem;
    font-size: 1.25rem;
    letter-spacing: -0.01em;
  }
  h3 {
    font-size: 0.98rem;
  }
  h4 {
    margin-bottom: 0.4rem;
    font-size: 0.8rem;
    color: var(--muted);
    font-weight: 600;
  }
  .card,
  .tile {
    background: var(--card);
    border: 1px solid var(--line);
    border-radius: 12px;
  }
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr));
    gap: 0.8rem;
  }
  .tile {
    padding: 0.9rem 1.1rem;
    display: grid;
    grid-template-columns: auto 1fr;
    column-gap: 0.45rem;
    align-items: baseline;
    align-content: start;
  }
  .tile strong {
    font-size: 1.75rem;
    line-height: 1.2;
    letter-spacing: -0.02em;
    font-variant-numeric: tabular-nums;
  }
  .tile span {
    color: var(--ink);
  }
  .tile small {
    grid-column: 1 / -1;
    color: var(--muted);
    font-size: 0.85rem;
  }
  .strip {
    display: flex;
    gap: 2px;
    height: 10px;
    margin-top: 1rem;
    border-radius: 5px;
    overflow: hidden;
  }
  .strip span {
    min-width: 3px;
  }
  .strip .good,
  .dot.good {
    background: var(--good);
  }
  .strip .solved,
  .dot.solved {
    background: var(--solved);
  }
  .strip .near,
  .dot.near {
    background: var(--near);
  }
  .strip .open,
  .dot.open {
    background: var(--open);
  }
  .strip .bad,
  .dot.bad {
    background: var(--bad);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 1.2rem;
    margin-top: 0.6rem;
    list-style: none;
    color: var(--muted);
    font-size: 0.9rem;
  }
  .dot {
    display: inline-block;
    width: 0.65rem;
    height: 0.65rem;
    margin-right: 0.4rem;
    border-radius: 50%;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 1.8rem;
    font-size: 0.92rem;
  }
  .facts dt {
    display: inline;
    color: var(--muted);
  }
  .facts dt::after {
    content: " ";
  }
  .facts dd {
    display: inline;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .small {
    gap: 0.1rem 1.1rem;
    font-size: 0.85rem;
  }
  .problems {
    padding: 0.2rem 1.1rem 1rem;
    border: 1px solid var(--bad);
    border-radius: 12px;
  }
  .problems h2 {
    margin-top: 0.7rem;
  }
  .problems ul {
    padding-left: 1.2rem;
  }
  .charts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.8rem;
  }
  .chart {
    flex: 1 1 20rem;
    padding: 1rem 1rem 0.6rem;
    min-width: 0;
  }
  .chart.wide {
    flex-basis: 100%;
  }
  .chart figcaption p {
    margin: 0.1rem 0 0.6rem;
    color: var(--muted);
    font-size: 0.88rem;
  }
  .plot {
    display: block;
    width: 100%;
    overflow: hidden;
  }
  .tooltip {
    position: fixed;
    z-index: 9;
    display: grid;
    grid-template-columns: auto auto;
    gap: 0 0.7rem;
    padding: 0.45rem 0.7rem;
    border: 1px solid var(--line);
    border-radius: 8px;
    color: var(--muted);
    background: var(--card);
    box-shadow: 0 4px 18px #0003;
    font-size: 0.83rem;
    pointer-events: none;
  }
  .tooltip b {
    color: var(--ink);
    font-weight: 600;
  }
  .lead {
    margin: -0.4rem 0 0.9rem;
    color: var(--muted);
  }
  .numbers {
    padding: 0.8rem 1rem;
    overflow-x: auto;
  }
  .numbers table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .numbers th,
  .numbers td {
    padding: 0.3rem 0 0.3rem 1.2rem;
    text-align: right;
  }
  .numbers th:first-child {
    padding-left: 0;
    text-align: left;
  }
  .numbers thead th {
    color: var(--muted);
    font-size: 0.8rem;
    font-weight: 400;
  }
  .numbers tbody > tr > * {
    border-top: 1px solid var(--line);
  }
  .graph {
    padding: 0.8rem;
    overflow-x: auto;
  }
  .graph svg {
    display: block;
    margin: 0 auto;
  }
  .graph text {
    fill: var(--ink);
  }
  .graph .name {
    font: 600 13px system-ui;
  }
  .graph .proposed {
    font-weight: 400;
    fill: var(--muted);
  }
  .graph .body {
    font: 11.5px var(--mono);
    fill: var(--muted);
  }
  .graph .box {
    fill: var(--code);
    stroke: var(--line);
  }
  .graph .bar {
    fill: var(--solved);
  }
  .graph .edge {
    fill: none;
    stroke: var(--open);
    stroke-width: 1.5;
    opacity: 0.7;
  }
  .graph .edge.lit {
    stroke: var(--solved);
    stroke-width: 2.5;
    opacity: 1;
  }
  .graph .node:hover .box,
  .graph .node:focus-visible .box,
  .graph .node.chosen .box {
    stroke: var(--solved);
    stroke-width: 2;
  }
  .abstractions {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr));
    gap: 0.8rem;
    margin-top: 0.8rem;
  }
  .abstraction {
    display: grid;
    gap: 0.5rem;
    align-content: start;
    padding: 0.9rem 1.1rem;
    min-width: 0;
  }
  .abstraction.chosen {
    border-color: var(--solved);
    box-shadow: 0 0 0 1px var(--solved);
  }
  .abstraction h3 span {
    color: var(--muted);
    font-weight: 400;
  }
  .type code {
    color: var(--second);
  }
  .links {
    font-size: 0.88rem;
  }
  .links span {
    color: var(--muted);
  }
  .links a {
    margin-right: 0.35rem;
  }
  .code a,
  .links a {
    text-decoration: underline dotted;
    text-underline-offset: 4px;
  }
  .code {
    padding: 0.45rem 0.7rem;
    border-radius: 8px;
    background: var(--code);
  }
  code.code {
    padding: 0;
    background: none;
  }
  .sexpr {
    color: var(--muted);
    font-size: 12px;
  }
  .code .word {
    color: var(--second);
  }
  .code .text {
    color: var(--good);
  }
  .code .value {
    color: var(--solved);
  }
  .code .variable {
    color: var(--near);
  }
  .sexpr .word,
  .sexpr .value,
  .sexpr .text,
  .sexpr .variable {
    color: inherit;
  }
  ::highlight(part) {
    background-color: var(--mark);
  }
  .uses summary {
    color: var(--muted);
    cursor: pointer;
    font-size: 0.88rem;
  }
  .uses .code {
    margin-top: 0.3rem;
  }
  .filters {
    position: sticky;
    top: 0;
    z-index: 2;
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: center;
    padding: 0.7rem 0;
    background: var(--paper);
  }
  .filters fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
    border: 0;
  }
  .filters input[type="search"],
  .filters select {
    height: 2.1rem;
    padding: 0 0.7rem;
    border: 1px solid var(--line);
    border-radius: 8px;
    color: inherit;
    background: var(--card);
    font: inherit;
    font-size: 0.9rem;
  }
  .filters input[type="search"] {
    flex: 1 1 11rem;
    max-width: 20rem;
  }
  .filters select {
    max-width: 14rem;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
    height: 2.1rem;
    padding: 0 0.75rem;
    border: 1px solid var(--line);
    border-radius: 99px;
    background: var(--card);
    font-size: 0.88rem;
    cursor: pointer;
  }
  .chip span {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
  .chip input {
    width: 0.65rem;
    height: 0.65rem;
    margin: 0;
    appearance: none;
    border-radius: 50%;
    background: currentColor;
    cursor: inherit;
  }
  .chip:has(:checked) {
    border-color: currentColor;
    box-shadow: inset 0 0 0 1px currentColor;
  }
  .chip:has(:focus-visible) {
    outline: 2px solid var(--solved);
    outline-offset: 2px;
  }
  .chip.generalises input {
    color: var(--good);
  }
  .chip.solved input {
    color: var(--solved);
  }
  .chip.fits input {
    color: var(--near);
  }
  .chip.unsolved input {
    color: var(--open);
  }
  .chip.error input {
    color: var(--bad);
  }
  .shown {
    margin-left: auto;
    color: var(--muted);
    font-size: 0.88rem;
    font-variant-numeric: tabular-nums;
  }
  .group h3 {
    margin: 1.3rem 0 0.45rem;
    font-weight: 400;
  }
  .group h3 code {
    font-weight: 600;
  }
  .group h3 span {
    margin-left: 0.5rem;
    color: var(--muted);
    font-size: 0.88rem;
  }
  .rows {
    overflow: clip;
  }
  .task + .task {
    border-top: 1px solid var(--line);
  }
  .task > summary {
    display: grid;
    grid-template-columns: 1rem minmax(9rem, 17rem) minmax(0, 1fr) 4.2rem 4.2rem;
    gap: 0.8rem;
    align-items: baseline;
    padding: 0.45rem 1rem;
    cursor: pointer;
    list-style: none;
  }
  .task > summary::-webkit-details-marker {
    display: none;
  }
  .task > summary:hover {
    background: var(--code);
  }
  .task > summary:focus-visible {
    outline-offset: -2px;
  }
  .task .sign {
    font-weight: 700;
    text-align: center;
  }
  .unsolved > summary .sign {
    color: var(--muted);
  }
  .generalises > summary .sign {
    color: var(--good);
  }
  .solved > summary .sign {
    color: var(--solved);
  }
  .fits > summary .sign {
    color: var(--near);
  }
  .error > summary .sign {
    color: var(--bad);
  }
  .task .name {
    overflow-wrap: anywhere;
  }
  .task .line {
    overflow: hidden;
    color: var(--muted);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .task[open] > summary {
    background: var(--code);
  }
  .task[open] > summary .line {
    visibility: hidden;
  }
  .task[open] > summary .name {
    font-weight: 600;
  }
  .number {
    color: var(--muted);
    font-size: 0.88rem;
    font-variant-numeric: tabular-nums;
    text-align: right;
  }
  .detail {
    display: grid;
    gap: 0.8rem;
    padding: 0.8rem 1rem 1.2rem 2.8rem;
  }
  .programs {
    display: grid;
    gap: 0.4rem;
  }
  .programs > .code:first-child {
    font-size: 14px;
  }
  .explanation {
    display: grid;
    gap: 0.15rem;
  }
  .nearest {
    margin-top: 0.6rem;
  }
  .nearest .fits {
    display: inline-block;
    min-width: 6.5rem;
    color: var(--muted);
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
    gap: 1.6rem;
    align-items: start;
  }
  .columns > .examples:only-child {
    grid-column: 1 / -1;
    max-width: 45rem;
  }
  .detail table {
    width: 100%;
    border-collapse: collapse;
  }
  .detail th {
    padding: 0 0.7rem 0.3rem 0;
    color: var(--muted);
    font-size: 0.8rem;
    font-weight: 400;
    text-align: left;
  }
  .detail td {
    padding: 0.2rem 0.7rem 0.2rem 0;
    border-top: 1px solid var(--line);
    vertical-align: baseline;
  }
  .examples td > code + code::before {
    content: ", ";
  }
  .examples .arrow {
    color: var(--muted);
  }
  .examples .tag {
    padding-right: 0;
    color: var(--muted);
    font-size: 0.8rem;
    text-align: right;
  }
  .examples .given {
    display: block;
    color: var(--near);
    font-size: 0.85rem;
  }
  .run td:nth-child(2) {
    min-width: 9rem;
  }
  .run td:first-child {
    padding-left: calc(var(--depth, 0) * 1rem);
  }
  .run .input td {
    color: var(--muted);
  }
  .run .range code {
    color: var(--muted);
  }
  .run .bound {
    margin-right: 0.5rem;
    padding: 0 0.35rem;
    border-radius: 5px;
    background: var(--code);
    color: var(--muted);
    font: 12px/1.5 var(--mono);
  }
  .run .step:hover {
    background: var(--code);
  }
  .run .fault td:nth-child(2) code {
    color: var(--bad);
  }
  .more,
  .note {
    color: var(--muted);
    font-size: 0.85rem;
  }
  main {
    padding-bottom: 4rem;
  }
  /* Where the filters take more than a line they would hide what a link leads to. */
  @media (max-width: 1280px) {
    .filters {
      position: static;
    }
    html {
      scroll-padding-top: 0.5rem;
    }
  }
  @media (max-width: 800px) {
    .task > summary {
      grid-template-columns: 1rem minmax(0, 1fr) auto auto;
      gap: 0 0.6rem;
      padding: 0.5rem 0.8rem;
    }
    .task .line {
      grid-column: 2 / -1;
      grid-row: 2;
    }
    .task[open] > summary .line {
      display: none;
    }
    .columns {
      grid-template-columns: minmax(0, 1fr);
      gap: 1rem;
    }
    .detail {
      padding: 0.7rem 0.8rem 1rem;
    }
  }
  @media (max-width: 520px) {
    .top,
    main {
      padding-left: 0.8rem;
      padding-right: 0.8rem;
    }
    nav a {
      margin-left: 0.7rem;
    }
    .tiles {
      grid-template-columns: 1fr 1fr;
    }
    .tile {
      grid-template-columns: 1fr;
      padding: 0.7rem 0.8rem;
    }
    .tile strong {
      font-size: 1.5rem;
    }
    .run thead {
      display: none;
    }
    .run tr {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      border-top: 1px solid var(--line);
    }
    .run td {
      border-top: 0;
    }
    .run td:first-child {
      grid-column: 1 / -1;
      padding-left: calc(var(--depth, 0) * 0.6rem);
    }
    .run td:nth-child(2) {
      padding-left: calc(var(--depth, 0) * 0.6rem);
    }
  }
  @media print {
    .filters,
    nav {
      display: none;
    }
    .card,
    .tile {
      break-inside: avoid;
    }
  }
`;
