import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import type { Warning } from '../../../server/contract/admin.ts';
import { Notice } from '../notice.tsx';
import styles from './warnings.module.css';

const sentences: Record<Warning['code'], MessageDescriptor> = {
  'no-module': msg`Jitsi holds nobody to anything: whoever has a pass can open a room, and nobody sees who is in.`,
  'accounts-not-read': msg`Who leaves the school or changes class is noticed at the next sign-in only.`,
  'accounts-read-late': msg`Who leaves the school or changes class may be noticed at the next sign-in only.`,
  'provider-cors': msg`The school's sign-in does not answer Homeroom's pages: nobody can sign in.`,
  'no-contact': msg`People who are stuck do not read whom to ask.`,
  'no-trusted-proxies': msg`Everybody seems to come from the same address, and limits count them as one.`,
  'many-gone': msg`The school's directory suddenly shows many people no more. Nothing was taken from them yet.`,
};

/** Each in the administrator's language, with the setting that it is about in the server's words. */
export default function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  const { i18n } = useLingui();
  return warnings.map(({ code, detail }) => (
    <Notice key={detail} tone="danger">
      {i18n._(sentences[code])}
      <span className={styles['detail']} lang="en" dir="ltr">
        {detail}
      </span>
    </Notice>
  ));
}
