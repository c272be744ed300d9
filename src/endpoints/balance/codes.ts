import { defineCodes } from '../codes.ts';

// Source of all: OKX API v5, Trading account: Get balance, response parameters, as of 2026-01-15.

// The two language versions of the reference name different sizes of delta above which pending
// orders are cancelled (5,000 and 500,000 USD), so no size is promised here.
export const DeltaNeutralStatus = defineCodes(
  'DeltaNeutralStatus',
  'What the exchange restricts because of the delta of the account (`deltaNeutralStatus`).',
  {
    NORMAL: ['0', 'No restriction.'],
    TRANSFER_RESTRICTED: ['1', 'Transfers are restricted.'],
    DELTA_REDUCING: [
      '2',
      'Only orders that reduce delta, one at a time for each underlying; pending orders are cancelled while delta is large.',
    ],
  },
);

export const CollateralRestriction = defineCodes(
  'CollateralRestriction',
  'How near a currency is to the limit up to which the platform accepts it as collateral (`colRes`).',
  {
    UNRESTRICTED: ['0', 'Not restricted.'],
    NEAR_LIMIT: ['1', 'Not restricted yet, but close to the limit.'],
    RESTRICTED: [
      '2',
      'Not accepted as margin for new orders, which may fail; still counted in adjusted equity and margin ratio.',
    ],
  },
);

export const ForcedRepaymentType = defineCodes(
  'ForcedRepaymentType',
  'What a forced repayment of borrowed funds would come from (`frpType`).',
  {
    NONE: ['0', 'No forced repayment.'],
    USER_BASED: ['1', 'The state of the account itself.'],
    PLATFORM_BASED: ['2', 'The borrowing limit of the platform.'],
  },
);

export const AutoLendStatus = defineCodes(
  'AutoLendStatus',
  'Whether idle funds of a currency are lent out automatically (`autoLendStatus`).',
  {
    UNSUPPORTED: ['unsupported', 'The currency cannot be lent automatically.'],
    OFF: ['off', 'Possible, but switched off.'],
    PENDING: ['pending', 'Switched on; no borrower is matched yet.'],
    ACTIVE: ['active', 'Switched on and matched.'],
  },
);
