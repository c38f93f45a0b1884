/** What stands around many rooms: a field to find one, and at its end the way to the rest. */
import { FindRooms, type FindRoomsProps } from './find-rooms.tsx';
import { ShowAll, type ShowAllProps } from './show-all.tsx';

const ManyRooms = ({
  isEnd = false,
  ...finding
}: FindRoomsProps & ShowAllProps & { isEnd?: boolean }) =>
  isEnd ? <ShowAll {...finding} /> : <FindRooms {...finding} />;

export default ManyRooms;
