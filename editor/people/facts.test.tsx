import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Facts, factOf } from './facts.tsx';

afterEach(cleanup);

it('says countries and languages by their names', () => {
  expect(factOf('country', 'NO')).toBe('Norway');
  expect(factOf('language', 'no')).toBe('Norwegian');
  expect(factOf('locale', 'pt_BR')).toBe('Brazilian Portuguese');
  expect(factOf('country', 'France')).toBe('France');
  expect(factOf('newsletter', 'no')).toBe('no');
});

it('tells what is known in the order in which one asks for it', () => {
  render(<Facts empty="" values={{ zodiac: 'x', phone: '1', age: 3, lastName: 'B', firstName: 'A', email: 'e' }} />);
  const names = screen.getAllByRole('listitem').map(({ firstChild }) => firstChild?.textContent);
  expect(names).toEqual(['First name', 'Last name', 'E-mail', 'Phone', 'Age', 'Zodiac']);
});
