import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roleAndClassesOf } from './role.ts';

const settings = {
  teacherGroups: ['teachers'],
  studentGroups: ['students'],
  adminGroups: ['admins'],
  classPattern: /^class-([0-9]+[a-z])$/u,
};

describe('groups', () => {
  it.each([
    [['teachers'], { role: 'teacher', isAdmin: false }],
    [['students', 'class-7a'], { role: 'student', classes: ['7a'] }],
    [['admins'], { role: null, isAdmin: true }],
    [['teachers', 'admins'], { role: 'teacher', isAdmin: true }],
    [['teachers', 'students'], { role: 'student', isContradictory: true }],
    [['students', 'admins'], { role: 'student', isAdmin: false }],
    [['class-7a'], { role: null, classes: ['7a'] }],
    [['class-10b', 'class-9a', 'class-9a'], { classes: ['9a', '10b'] }],
    [[], { role: null, isAdmin: false, classes: [] }],
  ])('%j', (groups, assigned) => {
    expect(roleAndClassesOf(groups, settings)).toMatchObject(assigned);
  });

  it.each(['fans-of-year-7a', 'class-7a\n'])(
    '%j is no class, whatever alternatives there are',
    (group) => {
      const classPattern = /^class-([0-9a-z]+)|year-([0-9a-z]+)$/u;
      expect(roleAndClassesOf([group], { ...settings, classPattern }).classes).toEqual([]);
      expect(roleAndClassesOf(['class-7a'], { ...settings, classPattern }).classes).toEqual(['7a']);
    },
  );

  it.each([
    'Teachers',
    'TEACHERS',
    ' teachers',
    'teachers ',
    'teacherѕ',
    'ｔeachers',
    'teachers\u0000',
    'teachers\u200b',
    'cn=teachers,ou=groups',
    'teachers,students',
    'not-teachers',
  ])('%j is no role by accident', (group) => {
    expect(roleAndClassesOf([group], settings)).toMatchObject({ role: null, isAdmin: false });
  });

  it.each(['class-7a,class-8b', 'class-7A', 'my class-7a', 'class-7a\nclass-8b', 'class-'])(
    '%j is no class',
    (group) => {
      expect(roleAndClassesOf([group], settings).classes).toEqual([]);
    },
  );

  it('never give a role that no setting names', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (groups) => {
        const { role, isAdmin } = roleAndClassesOf(groups, settings);
        const names = new Set(groups);
        expect(role === 'student').toBe(names.has('students'));
        expect(role === 'teacher').toBe(names.has('teachers') && !names.has('students'));
        expect(isAdmin).toBe(names.has('admins') && !names.has('students'));
      }),
    );
  });
});

describe('a group that fits the pattern', () => {
  const free = { ...settings, classPattern: /^class-(.+)$/u };

  it.each(['class-7a\u202e', 'class-7\u0000a', `class-${'7'.repeat(65)}`])(
    '%j is no class when a room could not be given it',
    (group) => {
      expect(roleAndClassesOf([group], free).classes).toEqual([]);
    },
  );

  it('is a class up to sixty-four signs, without the spaces around it', () => {
    const maxDuration = '7'.repeat(64);
    expect(roleAndClassesOf([`class-${maxDuration}`, 'class- 8a '], free).classes).toEqual([
      '8a',
      maxDuration,
    ]);
    expect(roleAndClassesOf(['class- '], free).classes).toEqual([]);
  });

  it('may have spaces, and the letters of any script', () => {
    const groups = ['class-Kurs Ma 1', 'class-٧أ'];
    expect(roleAndClassesOf(groups, free).classes).toEqual(
      expect.arrayContaining(['Kurs Ma 1', '٧أ']),
    );
  });
});
