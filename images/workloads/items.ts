export interface Item {
  readonly id: number;
  readonly color: string;
  readonly department: string;
  readonly name: string;
  /** In dollars, as a text with two decimals: the catalog's readers expect no number. */
  readonly price: string;
}

export const ITEMS: readonly Item[] = [
  {id: 1, color: 'slate', department: 'Outdoor', name: 'Two-Harbour Rain Jacket', price: '129.00'},
  {id: 2, color: 'amber', department: 'Kitchen', name: 'Enamel Coffee Pot', price: '34.50'},
  {id: 3, color: 'moss', department: 'Outdoor', name: 'Ridgeline Day Pack', price: '88.20'},
  {id: 4, color: 'ivory', department: 'Home', name: 'Linen Reading Lamp', price: '61.75'},
];
