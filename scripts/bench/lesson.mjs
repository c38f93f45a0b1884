/** A Homeroom with a room in it and people at its door. */
import { runHomeroom } from './server-process.mjs';
import { Visitor } from './visitor.mjs';

/** In demo mode everybody's password is the login name. */
export async function aRoomWithPeople() {
  const homeroom = await runHomeroom();
  const teacher = await new Visitor(homeroom.url).signIn('ada', 'ada');
  const room = await teacher.post('/homeroom/api/rooms', { name: 'Bench', classes: ['7a'] });
  return {
    homeroom,
    startLesson: () => teacher.post(`/homeroom/api/rooms/${room.slug}/lesson`, {}),
    endLesson: () => teacher.post(`/homeroom/api/rooms/${room.slug}/lesson/end`, {}),
  };
}
