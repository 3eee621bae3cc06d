import type { InventoryTracking } from '../store/catalogue-state.ts';

/** One product of the default catalogue. */
export interface CatalogueEntry {
  name: string;
  sku: string;
  price: number;
  weight: number;
  description: string;
  tracking?: InventoryTracking;
  type?: 'digital';
  /** A GTIN-13 or UPC; some of them have a wrong check digit on purpose. */
  gtin?: string;
  upc?: string;
  brand?: string;
  hidden?: true;
  customs?: { origin: string; text: string; hs: string };
  /** Every combination becomes a variant; the SKU gets the labels' codes as suffixes. */
  options?: Record<string, string[]>;
  /** Replaces the SKU that a variant would get, by its labels joined with a space. */
  skus?: Record<string, string>;
}

const cotton = { origin: 'PT', text: 'Cotton T-shirt', hs: '61091000' };
const ceramic = { origin: 'EE', text: 'Ceramic tableware', hs: '69120025' };

/**
 * A small outdoor and home shop, with the awkward things a real catalogue has: no SKU, the same SKU twice,
 * a slash or a space in the SKU, wrong GTINs, digital goods, every kind of inventory tracking.
 */
export const catalogueEntries: readonly CatalogueEntry[] = [
  {
    name: 'Enamel Mug',
    sku: 'MUG-ENAMEL',
    price: 12.9,
    weight: 0.18,
    gtin: '6400000000013',
    customs: ceramic,
    description:
      '<p>A <strong>sturdy</strong> mug for the trail.</p><ul><li>0.35&nbsp;l</li><li>Dishwasher&nbsp;safe</li></ul>',
  },
  {
    name: 'Wool Blanket',
    sku: 'BLANKET-WOOL',
    price: 89,
    weight: 1.4,
    gtin: '6400000000020',
    customs: { origin: 'FI', text: 'Wool blanket', hs: '63012090' },
    description: '<p>Woven from Finnish lamb&#39;s wool.</p>',
  },
  {
    name: 'Birch Cutting Board',
    sku: 'BOARD-BIRCH',
    price: 34.5,
    weight: 0.9,
    upc: '036000291452',
    description: '<div>Oiled birch &amp; beech</div>',
  },
  {
    name: 'Camp Kettle',
    sku: 'KETTLE-CAMP',
    price: 42,
    weight: 0.55,
    gtin: '6400000000037',
    description: 'A plain text description, without any markup.',
  },
  {
    name: 'Fire Steel',
    sku: 'FIRESTEEL',
    price: 9.5,
    weight: 0.05,
    gtin: '6400000000044',
    description: '<p>Over 10&thinsp;000 strikes.</p>',
  },
  {
    name: 'Head Torch',
    sku: 'TORCH-HEAD',
    price: 29.9,
    weight: 0.11,
    gtin: '6400000000051',
    description: '<p>350 lm<br>IPX4</p>',
  },
  {
    name: 'Trail T-shirt',
    sku: 'SHIRT-TRAIL',
    price: 24.9,
    weight: 0.2,
    tracking: 'variant',
    customs: cotton,
    brand: 'Polku',
    description: '<p>Soft organic cotton.</p>',
    options: { Size: ['S', 'M', 'L', 'XL'], Colour: ['Moss', 'Sand'] },
  },
  {
    name: 'Rain Jacket',
    sku: 'JACKET-RAIN',
    price: 129,
    weight: 0.6,
    tracking: 'variant',
    customs: { origin: 'VN', text: 'Rain jacket', hs: '62034390' },
    brand: 'Polku',
    description: '<h2>Dry in the wet</h2><p>Taped seams.</p>',
    options: { Size: ['S', 'M', 'L'], Colour: ['Night', 'Rust'] },
  },
  {
    name: 'Wool Socks',
    sku: 'SOCKS-WOOL',
    price: 14.9,
    weight: 0.09,
    tracking: 'variant',
    customs: { origin: 'LV', text: 'Wool socks', hs: '61159400' },
    description: '<p>Knitted in Latvia</p>',
    options: { Size: ['36-38', '39-41', '42-44'] },
  },
  {
    name: 'Beanie',
    sku: 'BEANIE',
    price: 19.9,
    weight: 0.07,
    tracking: 'product',
    description: '<p>One stock for all colours.</p>',
    options: { Colour: ['Moss', 'Sand', 'Night'] },
  },
  {
    name: 'Trail Running Shoes',
    sku: 'SHOES-TRAIL',
    price: 139,
    weight: 0.8,
    tracking: 'variant',
    customs: { origin: 'VN', text: 'Running shoes', hs: '64041100' },
    description: '<p>Grip for roots &amp; rocks.</p>',
    options: { Size: ['38', '40', '42', '44'] },
  },
  {
    name: 'Candle Forest',
    sku: 'CANDLE-FOREST',
    price: 16,
    weight: 0.3,
    gtin: '6400000000068',
    description: '<p>Spruce &mdash; 40 h</p>',
  },
  {
    name: 'Candle Sea',
    sku: 'CANDLE-SEA',
    price: 16,
    weight: 0.3,
    gtin: '6400000000075',
    description: '<p>Salt &mdash; 40 h</p>',
  },
  {
    name: 'Soap Birch Tar',
    sku: 'SOAP-TAR',
    price: 7.5,
    weight: 0.12,
    gtin: '6400000000999',
    description: '<p>The check digit of its GTIN is wrong.</p>',
  },
  {
    name: 'Soap Lavender',
    sku: 'SOAP-LAVENDER',
    price: 7.5,
    weight: 0.12,
    upc: '12345',
    description: '<p>Its UPC is too short.</p>',
  },
  {
    name: 'Linen Towel',
    sku: 'TOWEL-LINEN',
    price: 22,
    weight: 0.25,
    gtin: '6400000000082',
    customs: { origin: 'LT', text: 'Linen towel', hs: '63026000' },
    description: '<p>Stone&#8209;washed linen</p>',
  },
  {
    name: 'Thermos 0.5 l',
    sku: 'THERMOS-05',
    price: 27.9,
    weight: 0.35,
    gtin: '6400000000099',
    description: '<p>Hot for 12 h</p>',
  },
  {
    name: 'Thermos 1 l',
    sku: 'THERMOS-10',
    price: 36.9,
    weight: 0.55,
    gtin: '6400000000105',
    description: '<p>Hot for 24 h</p>',
  },
  {
    name: 'Hiking Map Lapland',
    sku: 'MAP-LAPLAND',
    price: 21,
    weight: 0.1,
    tracking: 'none',
    description: '<p>1:50 000, printed to order.</p>',
  },
  {
    name: 'Hiking Map Digital',
    sku: 'MAP-DIGITAL',
    price: 11,
    weight: 0,
    type: 'digital',
    tracking: 'none',
    description: '<p>A PDF to download.</p>',
  },
  {
    name: 'Knitting Pattern',
    sku: 'PATTERN-PDF',
    price: 6,
    weight: 0,
    type: 'digital',
    tracking: 'none',
    description: '<p>A PDF to download.</p>',
  },
  { name: 'Mystery Parcel', sku: '', price: 49, weight: 1, description: '<p>It has no SKU.</p>' },
  { name: 'Rope 10 m', sku: 'ROPE', price: 15, weight: 0.5, description: '<p>Has the same SKU as the 20 m rope.</p>' },
  { name: 'Rope 20 m', sku: 'ROPE', price: 25, weight: 1, description: '<p>Has the same SKU as the 10 m rope.</p>' },
  { name: 'Tent Peg 3/8', sku: 'PEG-3/8', price: 1.9, weight: 0.02, description: '<p>A slash in its SKU.</p>' },
  {
    name: 'Tent Tarp',
    sku: 'TARP 3X3',
    price: 65,
    weight: 0.9,
    gtin: '6400000000112',
    description: '<p>A space in its SKU.</p>',
  },
  { name: 'Stickers', sku: 'STICKERS', price: 3.5, weight: 0.01, tracking: 'none', description: '' },
  {
    name: 'Backpack 40 l',
    sku: 'PACK-40',
    price: 149,
    weight: 1.3,
    gtin: '6400000000129',
    customs: { origin: 'VN', text: 'Backpack', hs: '42029291' },
    brand: 'Polku',
    description: '<p>With rain&nbsp;cover.</p><script>void 0</script>',
  },
  {
    name: 'Cast Iron Pan',
    sku: 'PAN-IRON',
    price: 59,
    weight: 2.8,
    gtin: '6400000000136',
    description: '<table><tr><td>Diameter</td><td>26 cm</td></tr></table>',
  },
  {
    name: 'Sauna Ladle',
    sku: 'LADLE-SAUNA',
    price: 24,
    weight: 0.3,
    gtin: '6400000000143',
    hidden: true,
    description: '<p>Not shown in the shop yet.</p>',
  },
  {
    name: 'Gloves',
    sku: 'GLOVES',
    price: 32,
    weight: 0.1,
    tracking: 'variant',
    description: '<p>One size has no SKU.</p>',
    options: { Size: ['S', 'M', 'L'] },
    skus: { L: '' },
  },
];
