/** The one press that leads into a lesson, made on a card: the room's page asks for no second one. */
import { create } from 'zustand';

/** Kept in memory only: after a reload, or when coming back, nothing was pressed. */
const usePress = create<{ slug: string | null }>(() => ({ slug: null }));

export const pressIn = (slug: string): void => usePress.setState({ slug });

/** @returns whether this room was pressed; from then on, it is not any more */
export function takePress(slug: string): boolean {
  const isPressed = usePress.getState().slug === slug;
  usePress.setState({ slug: null });
  return isPressed;
}
