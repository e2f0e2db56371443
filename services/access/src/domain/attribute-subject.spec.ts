import { anAgent, nobody } from '../../test/support/aggregates.ts';
import { BEN } from '../../test/support/people.ts';
import { attributeSubject } from './attribute-subject.ts';
import type { Person } from './person.ts';

const SUBMISSION = 'sub_01h455vb4pex5vsknk084sn02s';
const attribute = (person: Person) => attributeSubject({ personId: BEN, subjectId: SUBMISSION }, person);

describe('Attributing a submission', () => {
  it('says that the person wrote it', () => {
    anAgent.when(attribute).then({ type: 'SubjectAttributed', subjectId: SUBMISSION });
  });

  it('is refused where there is no such person', () => {
    nobody.when(attribute).thenRefused({ code: 'PERSON_NOT_FOUND', personId: BEN });
  });
});
