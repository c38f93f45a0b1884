/** Which classes are chosen: those that the name speaks of at once, and whatever is added or taken off by hand. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { classesQuery } from '../api/classes.ts';
import { classesInName } from './classes-in-name.ts';

export function useClasses(name: string) {
  const { data: known } = useQuery(classesQuery());
  const [typed, setTyped] = useState('');
  const [added, setAdded] = useState<readonly string[]>([]);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const inName = classesInName(name, known?.classes ?? []);
  const chosen = [
    ...new Set([...inName.filter((classId) => !refused.includes(classId)), ...added]),
  ];
  return {
    chosen,
    typed,
    onType: setTyped,
    onAdd(classId: string) {
      setAdded([...added, classId]);
      setTyped('');
    },
    onRemove(classId: string) {
      setAdded(added.filter((other) => other !== classId));
      setRefused([...refused, classId]);
    },
    /** Includes the text that is still in the field, which was meant as a class too. */
    all: () => [...new Set([...chosen, ...[typed.trim()].filter(Boolean)])],
  };
}
