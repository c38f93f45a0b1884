/** What a page shows soon may take longer on a machine that is busy. */
import { configure } from '@testing-library/react';

configure({ asyncUtilTimeout: 30_000 });
