/**
 * What somebody does at a page and notices of it, in words of roles and names: with a
 * mouse, with the keyboard alone, in one browser engine or another. Every verb waits
 * until it can be done, and throws when it cannot.
 */
export type Role = 'button' | 'link' | 'checkbox' | 'heading';

export type Hands = {
  open(path: string): Promise<void>;
  /** `within` is the name of a region of the page. */
  press(role: Exclude<Role, 'heading'>, name: string, within?: string): Promise<void>;
  /** Opens the menu that bears the person's name. */
  openMenu(person: string): Promise<void>;
  write(label: string, text: string): Promise<void>;
  /** An option, by its name, of a field. */
  choose(label: string, option: string): Promise<void>;
  see(role: Role, name: string): Promise<void>;
  /** Whether it is there already: the one verb that does not wait. */
  has(role: Role, name: string): Promise<boolean>;
  read(text: string): Promise<void>;
  /** In the list of who is in the meeting, in its frame. */
  meet(person: string): Promise<void>;
  /** Nothing on the page as it stands is cut off, covered or beyond its edge. */
  checkLayout(): Promise<void>;
};
