/** The catalogue of the demonstration sale: what is sold, in words and estimates. Makers and works are invented. Times are not its business. */

export type Entry = {
  readonly lotId: string;
  readonly section: string;
  readonly title: string;
  readonly description: string;
  /** In pounds; the sale turns them into pence. */
  readonly opening: number;
  readonly reserve: number | null;
  readonly estimate: readonly [number, number];
};

export const WATCHES = 'Watches';
export const PAPER = 'Works on paper';
export const FURNITURE = 'Furniture and objects';

export const ENTRIES: readonly Entry[] = [
  {
    lotId: 'w1',
    section: WATCHES,
    title: 'Aubert, reference 1420, steel automatic, circa 1998',
    opening: 1200,
    reserve: 1600,
    estimate: [2000, 3000],
    description:
      'Sunburst blue dial with applied batons, 38 mm case, integrated bracelet with six spare links. Automatic calibre of 27 jewels, serviced in 2024. With box and papers.',
  },
  {
    lotId: 'w2',
    section: WATCHES,
    title: 'Vautrin & Fils, 18 ct gold dress watch, circa 1956',
    opening: 1900,
    reserve: 2600,
    estimate: [3000, 5000],
    description:
      'Silvered opaline dial, painted Roman numerals, subsidiary seconds at six. Manual winding, 17 jewels, adjusted to five positions. The case back with a presentation inscription of 1957.',
  },
  {
    lotId: 'w3',
    section: WATCHES,
    title: 'Meridian, three-register chronograph, circa 1969',
    opening: 4800,
    reserve: 6500,
    estimate: [8000, 12000],
    description:
      'Black dial with recessed registers, tachymeter bezel to 500 units, column-wheel movement. Original pushers and crown. The property of a retired navigator, by descent.',
  },
  {
    lotId: 'w4',
    section: WATCHES,
    title: 'Leroux, rose gold chronograph, salmon dial, circa 1948',
    opening: 6000,
    reserve: 8500,
    estimate: [10000, 15000],
    description:
      'Two registers, raised Arabic numerals, rectangular pushers. Dial untouched and of even colour. Accompanied by an extract of the maker’s ledger.',
  },
  {
    lotId: 'w5',
    section: WATCHES,
    title: 'Nautier, 200 m diver, green bezel, circa 1974',
    opening: 900,
    reserve: null,
    estimate: [1500, 2500],
    description:
      'Bidirectional bezel, luminous plots of matching tone, screw-down crown. Light wear as used. Sold without reserve.',
  },
  {
    lotId: 'w6',
    section: WATCHES,
    title: 'Ferrand, Geneva, gold calendar watch with moon phase, circa 1950',
    opening: 11000,
    reserve: 15000,
    estimate: [18000, 25000],
    description:
      'Cream dial, gilt moon on blue enamel, stepped lugs. Manual winding, 18 jewels. One of the earliest of its series known with the Arabic dial.',
  },
  {
    lotId: 'w7',
    section: WATCHES,
    title: 'Observer’s wristwatch, navy pattern, 1944',
    opening: 600,
    reserve: 750,
    estimate: [900, 1400],
    description:
      'Matt silver dial, blued hands, fixed bars, the back engraved with a broad arrow and the issue number. Running; strap replaced.',
  },
  {
    lotId: 'w8',
    section: WATCHES,
    title: 'Oriel, gold day watch, fluted bezel, tropical dial, circa 1972',
    opening: 7500,
    reserve: null,
    estimate: [12000, 18000],
    description:
      'A black dial gone evenly to chestnut, which collectors call tropical. Woven gold bracelet, 94 g. From the estate of the first owner.',
  },

  {
    lotId: 'p1',
    section: PAPER,
    title: 'Edvin Holm, Evening on the lake, aquatint, 1911',
    opening: 380,
    reserve: 480,
    estimate: [600, 900],
    description:
      'Aquatint in four colours on wove, signed and numbered 14/60 in pencil. Plate 350 × 410 mm. Full margins, faint light-stain.',
  },
  {
    lotId: 'p2',
    section: PAPER,
    title: 'English school, Study of a camellia, watercolour, circa 1830',
    opening: 480,
    reserve: null,
    estimate: [800, 1200],
    description:
      'Watercolour and bodycolour over pencil, heightened with gum arabic. From an album assembled at a Cornish nursery.',
  },
  {
    lotId: 'p3',
    section: PAPER,
    title: 'Ida Brandt, Quarters IX, gouache, 1931',
    opening: 2000,
    reserve: 2800,
    estimate: [3500, 5000],
    description: 'Gouache on board, initialled. Shown at the artist’s school exhibition of 1932; a label on the verso.',
  },
  {
    lotId: 'p4',
    section: PAPER,
    title: 'S. Kanda, Boat beneath a red sun, colour woodcut, circa 1925',
    opening: 700,
    reserve: 900,
    estimate: [1100, 1600],
    description:
      'Oban, a good early impression with bokashi in the sky. Publisher’s seal in the margin. Slight crease to one corner.',
  },
  {
    lotId: 'p5',
    section: PAPER,
    title: 'Pieter van Oord, The inner harbour, etching, 1782',
    opening: 320,
    reserve: null,
    estimate: [500, 700],
    description: 'Second state of three, on laid paper with a fleur-de-lis watermark. Trimmed to the plate-mark.',
  },
  {
    lotId: 'p6',
    section: PAPER,
    title: 'Italian school, Elevation of a loggia, pen and wash, circa 1760',
    opening: 900,
    reserve: 1200,
    estimate: [1500, 2500],
    description:
      'Pen and brown ink, brown and blue wash, with a scale in palmi. A competition drawing, the arms left blank.',
  },
  {
    lotId: 'p7',
    section: PAPER,
    title: 'Carlo Rimondi, Bottle, jug and pears, pastel, 1958',
    opening: 2800,
    reserve: 3800,
    estimate: [5000, 7000],
    description:
      'Pastel on grey paper, signed lower right. Acquired from the artist’s sister in 1971 and not seen in public since.',
  },
  {
    lotId: 'p8',
    section: PAPER,
    title: 'A chart of the northern sky, hand-coloured engraving, 1708',
    opening: 1100,
    reserve: 1500,
    estimate: [1800, 2600],
    description:
      'From a celestial atlas, with the planetary orbits and four roundels. Old colour, verso blank. 350 × 410 mm.',
  },

  {
    lotId: 'f1',
    section: FURNITURE,
    title: 'A set of six ladder-back chairs, rush seats, 19th century',
    opening: 320,
    reserve: null,
    estimate: [500, 800],
    description: 'Ash and elm, each with four graduated slats, the rush renewed in part. Honest country wear.',
  },
  {
    lotId: 'f2',
    section: FURNITURE,
    title: 'A George III walnut chest of drawers, circa 1770',
    opening: 2000,
    reserve: 2600,
    estimate: [3000, 4500],
    description:
      'Two short and three long graduated drawers, boxwood stringing, original brasses, shaped bracket feet. 112 cm wide.',
  },
  {
    lotId: 'f3',
    section: FURNITURE,
    title: 'A blue and white vase, 18th century',
    opening: 3200,
    reserve: 4500,
    estimate: [6000, 9000],
    description:
      'Painted with a flowering branch between lappet borders. 44 cm high. A hairline to the foot, stable; no restoration.',
  },
  {
    lotId: 'f4',
    section: FURNITURE,
    title: 'A gilt-brass carriage clock, with repeat, circa 1880',
    opening: 600,
    reserve: 800,
    estimate: [1000, 1500],
    description:
      'White enamel dial, blued hands, eight-day movement striking on a gong, in a case with fluted columns. With its key.',
  },
  {
    lotId: 'f5',
    section: FURNITURE,
    title: 'A Regency giltwood convex mirror, circa 1815',
    opening: 1500,
    reserve: null,
    estimate: [2500, 4000],
    description:
      'Ball-studded frame, ebonised slip, the original plate. 92 cm across. Regilt in places. Sold without reserve.',
  },
  {
    lotId: 'f6',
    section: FURNITURE,
    title: 'A rosewood occasional table with a marble top, circa 1840',
    opening: 800,
    reserve: 1100,
    estimate: [1400, 2000],
    description: 'White veined marble over a brass-inlaid frieze, four turned and tapered legs joined by a shelf.',
  },
  {
    lotId: 'f7',
    section: FURNITURE,
    title: 'A desk lamp with an opal shade, 1929',
    opening: 2400,
    reserve: null,
    estimate: [2800, 3600],
    description:
      'Nickel-plated brass, opal glass, pull cord. By descending price: the clock starts above the estimate, and the first to press has it.',
  },
  {
    lotId: 'f8',
    section: FURNITURE,
    title: 'A terrestrial globe on a mahogany stand, circa 1800',
    opening: 4000,
    reserve: 5500,
    estimate: [7000, 10000],
    description:
      'Twelve hand-coloured gores, brass meridian, revised to the voyages of the 1790s. By sealed bid: one amount each, opened together at the close.',
  },
];
