import { expect, test } from '@jest/globals';
import { networkRoutes, objectsOf } from '../../support/network-routes.ts';

test('every object, whole, but for the program', () => {
  const objects = objectsOf(networkRoutes()).map((object) => {
    const isProgram = object.metadata.name === 'netbird-routes-program';
    return isProgram ? { ...object, data: Object.keys(Object(object.data)) } : object;
  });
  expect(objects).toMatchSnapshot();
});
