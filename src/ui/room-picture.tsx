/** The pictures for doors, each in a square of 24: lines alone, in the colour of the text around them. */
import type { RoomPicture } from '../../server/contract/door.ts';

const lines: Record<RoomPicture, string> = {
  book: 'M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5zv13',
  pencil: 'M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4',
  speech: 'M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12.5h5',
  numbers: 'M4 7.5h6M7 4.5v6M14 7.5h6M5 14.5l4.5 4.5M9.5 14.5L5 19M14 17h6M17 13.8v.1M17 20.1v.1',
  flask: 'M9 4h6M10 4v6L5 18.5c-.6 1 0 1.5 1 1.5h12c1 0 1.6-.5 1-1.5L14 10V4M7.5 15h9',
  atom: 'M12 11.9v.2M2.5 12a9.5 3.8 0 1 0 19 0a9.5 3.8 0 1 0-19 0M7.25 3.77a9.5 3.8 60 1 0 9.5 16.46a9.5 3.8 60 1 0-9.5-16.46M16.75 3.77a9.5 3.8 120 1 0-9.5 16.46a9.5 3.8 120 1 0 9.5-16.46',
  leaf: 'M6 17.5C4 10 9 5 20 4c0 11-5 16-14 13.5zM4 21C6 15.5 9.5 11.5 14.5 9',
  globe:
    'M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0zh17M8.2 12a3.8 8.5 0 1 0 7.6 0a3.8 8.5 0 1 0-7.6 0',
  column: 'M4 8.5L12 4l8 4.5zM4 20h16M7 12v5M12 12v5M17 12v5',
  palette:
    'M12 4a8.5 8 0 1 0 0 16c1.6 0 1.8-1 1.3-2-.7-1.4.1-2.5 1.7-2.5h2c2 0 3.5-1.3 3.5-3.7C20.5 7.5 16.7 4 12 4zM7.6 12.5v.1M9.6 8.7v.1M14.4 8.5v.1',
  note: 'M9 18V6l10-2v12M4 18a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M14 16a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0',
  ball: 'M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0M12 8l3.8 2.8-1.5 4.4H9.7l-1.5-4.4zV3.5M15.8 10.8l4.2-1.3M14.3 15.2l2.6 3.6M9.7 15.2l-2.6 3.6M8.2 10.8L4 9.5',
  mask: 'M5 5c4 1.5 10 1.5 14 0v7c0 5-3 8-7 8s-7-3-7-8zM8.5 10.5h2M13.5 10.5h2M9 14.5c2 1.8 4 1.8 6 0',
  computer: 'M4 5h16v11H4zM8.5 20h7M12 16v4',
  heart: 'M12 20C6 16 3.5 12.5 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 3.5-2.5 7-8.5 11z',
  star: 'M12 3.8l2.5 5.3 5.8.7-4.3 4 1.1 5.8L12 16.8l-5.1 2.8L8 13.8l-4.3-4 5.8-.7z',
};

const Picture = ({ picture }: { picture: RoomPicture }) => (
  <path
    d={lines[picture]}
    fill="none"
    stroke="currentcolor"
    strokeWidth="2"
    strokeLinecap="round"
    strokeLinejoin="round"
  />
);

export default Picture;
