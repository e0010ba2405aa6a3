/**
 * Questions as a business would answer them by hand, how visitors put them, and what only sounds like them.
 * Looked at while the rules of rag/same-question.ts were written; untouched.ts was not.
 */
export interface LabelledQuestion {
  question: string;
  /** The same in other grammar or with words around it. */
  framed: readonly string[];
  /** The same with a slip of the pen. */
  slipped: readonly string[];
  /** The same in other words. */
  reworded: readonly string[];
  /** Another question, whose answer is likely another. */
  other: readonly string[];
}

export function ask(
  question: string,
  framed: readonly string[],
  slipped: readonly string[],
  reworded: readonly string[],
  other: readonly string[],
): LabelledQuestion {
  return { question, framed, slipped, reworded, other };
}

export const LABELLED: readonly LabelledQuestion[] = [
  ask(
    'Do you ship to Norway?',
    [
      'Hi, can you ship to Norway please?',
      'do you ship to norway',
      'Could you tell me if you ship to Norway?',
    ],
    ['Do you ship to Norwway?'],
    ['Is delivery to Norway possible?', 'Can I order from Norway?'],
    [
      'Do you ship to Sweden?',
      'Do you ship from Norway?',
      'How much is shipping to Norway?',
      'How long does shipping to Norway take?',
      'Do you not ship to Norway?',
    ],
  ),
  ask(
    'What are your opening hours on Sunday?',
    [
      'What are the opening hours on Sundays?',
      'Your opening hours on Sunday, please',
      'Can you tell me your opening hours on Sunday?',
    ],
    ['What are your openning hours on Sunday?'],
    ['When are you open on Sunday?', 'Are you open on Sundays?'],
    [
      'What are your opening hours on Saturday?',
      'What are your opening hours?',
      'What are your opening hours on public holidays?',
      'What are the phone hours on Sunday?',
    ],
  ),
  ask(
    'Can I return an opened item?',
    [
      'Hello, can I return opened items?',
      'Could I return an opened item?',
      'can an opened item be returned?',
    ],
    ['Can I retrun an opened item?'],
    ['Will you take back something I have unpacked?', 'Is a refund possible after unboxing?'],
    [
      'Can I return an unopened item?',
      'Can I exchange an opened item?',
      'Can I return an item?',
      'When can I return an opened item?',
    ],
  ),
  ask(
    'How do I cancel my subscription?',
    [
      'How can I cancel my subscription?',
      'how to cancel a subscription',
      'Please tell me how I can cancel the subscription',
    ],
    ['How do I cancel my subsciption?'],
    ['How do I end my plan?', 'I want to stop paying every month'],
    [
      'How do I pause my subscription?',
      'When can I cancel my subscription?',
      'Can I cancel my order?',
      'How do I renew my subscription?',
      'Why was my subscription cancelled?',
    ],
  ),
  ask(
    'Is there parking for guests?',
    ['Do you have parking for guests?', 'Is there any guest parking?', 'hi is there parking for the guests?'],
    ['Is there parkign for guests?'],
    ['Where can visitors leave their car?', 'Can I park at the hotel?'],
    [
      'Is parking free for guests?',
      'Is there parking for bicycles?',
      'Is there no parking for guests?',
      'How much is parking for guests?',
      'Is there parking for staff?',
    ],
  ),
  ask(
    'How much does a standard clean cost?',
    [
      'How much would a standard clean cost?',
      'how much does the standard cleaning cost',
      'Hey, how much does a standard clean cost?',
    ],
    ['How much does a standrad clean cost?'],
    ['What is the price of a basic cleaning?', 'What do you charge for a normal clean?'],
    [
      'How much does a deep clean cost?',
      'How long does a standard clean take?',
      'How often is a standard clean done?',
      'What does a standard clean include?',
    ],
  ),
  ask(
    'Do you offer gift cards?',
    ['Do you offer a gift card?', 'Hi there, do you offer gift cards?', 'Are gift cards offered?'],
    ['Do you offer gift cadrs?'],
    ['Can I buy a voucher?', 'Do you sell gift certificates?'],
    [
      'Do you accept gift cards?',
      'Do gift cards expire?',
      'Do you offer gift wrapping?',
      'Do you offer loyalty cards?',
    ],
  ),
  ask(
    'When does my trial end?',
    ['When will the trial end?', 'when does the trial end', 'Could you say when my trial ends?'],
    [],
    ['On what date is the trial over?', 'How many days are left of my trial?'],
    [
      'When does my trial start?',
      'What happens when my trial ends?',
      'How do I end my trial?',
      'Does my trial end?',
      'Why did my trial end?',
    ],
  ),
  ask(
    'Are dogs allowed in the rooms?',
    ['Are dogs allowed in your rooms?', 'Is a dog allowed in the room?', 'Hi! Are dogs allowed in rooms?'],
    ['Are dogs alowed in the rooms?'],
    ['Can I bring my dog?', 'Are your rooms pet friendly?'],
    [
      'Are cats allowed in the rooms?',
      'Are dogs allowed in the restaurant?',
      'Are dogs not allowed in the rooms?',
      'Are two dogs allowed in a room?',
    ],
  ),
  ask(
    'Do I have to pay a deposit?',
    ['Do we have to pay a deposit?', 'do I have to pay any deposit', 'Please, do I have to pay the deposit?'],
    ['Do I have to pay a depossit?'],
    ['Is an advance payment needed?', 'Do you ask for money up front?'],
    [
      'When do I have to pay the deposit?',
      'How much deposit do I have to pay?',
      'Is the deposit paid back?',
      'Do I have to pay a fee?',
      'Why do I have to pay a deposit?',
    ],
  ),
  ask(
    'Can I change the delivery address after ordering?',
    [
      'Could I change my delivery address after ordering?',
      'Is it possible to change the delivery address after ordering?',
      'Can the delivery address be changed after ordering?',
    ],
    ['Can I change the delievry address after ordering?'],
    ['I gave the wrong address, what now?', 'Can my parcel still go somewhere else?'],
    [
      'Can I change the delivery date after ordering?',
      'Can I change the billing address after ordering?',
      'Can I change the delivery address before ordering?',
      'Can I change my order after delivery?',
    ],
  ),
  ask(
    'Which payment methods do you accept?',
    [
      'What payment methods do you accept?',
      'What payment method is accepted?',
      'Hi, which payment methods do you accept?',
    ],
    ['Which paymnet methods do you accept?'],
    ['How can I pay?', 'Do you take credit cards?'],
    [
      'Which payment methods do you not accept?',
      'Which delivery methods do you accept?',
      'When do you accept payment?',
      'Who accepts the payment?',
    ],
  ),
  ask(
    'Who do I contact about an invoice?',
    [
      'Who can I contact about my invoice?',
      'who should I contact about an invoice',
      'Hello, who do I contact about an invoice?',
    ],
    ['Who do I contact about an invocie?'],
    ['My bill is wrong, who can help?', 'Whom do I ask about billing?'],
    [
      'Who do I contact about a complaint?',
      'When do you contact me about an invoice?',
      'How do I pay an invoice?',
      'Where is the contact on my invoice?',
    ],
  ),
  ask(
    'Do you have vegan options?',
    ['Have you got any vegan options?', 'Are there vegan options?', 'Hello do you have a vegan option'],
    ['Do you have vegan optoins?'],
    ['What can I eat without animal products?', 'Is there anything plant-based on the menu?'],
    [
      'Do you have vegetarian options?',
      'Do you have non-vegan options?',
      'How many vegan options do you have?',
      'Do you have gluten-free options?',
    ],
  ),
  ask(
    'How long is the warranty on the frame?',
    [
      'How long is your warranty on frames?',
      'how long is the frame warranty',
      'How long is the warranty for the frame?',
    ],
    ['How long is the waranty on the frame?'],
    ['For how many years is the frame guaranteed?', 'What guarantee do you give on the frame?'],
    [
      'How long is the warranty on the battery?',
      'What does the warranty on the frame cover?',
      'How long is the frame?',
      'How do I claim the warranty on the frame?',
    ],
  ),
  ask(
    'Is breakfast included in the price?',
    [
      'Is the breakfast included in your price?',
      'Is breakfast included in prices?',
      'Hi, is breakfast included in the price?',
    ],
    ['Is brekfast included in the price?'],
    ['Do I pay extra for breakfast?', 'Does the rate come with breakfast?'],
    [
      'Is dinner included in the price?',
      'Is breakfast excluded from the price?',
      'What is included in the breakfast?',
      'What is the price of breakfast?',
      'Is VAT included in the price?',
    ],
  ),
  ask(
    'Can I use one licence on two computers?',
    [
      'Could I use one licence on two computers?',
      'Can one licence be used on two computers?',
      'can you use one licence on two computers',
    ],
    ['Can I use one licence on two compuetrs?'],
    ['Is a licence valid for a second machine?', 'I have a laptop and a desktop, do I need two licences?'],
    [
      'Can I use two licences on one computer?',
      'Can I use one licence on three computers?',
      'Can I sell one licence?',
      'Can I use one licence on two phones?',
    ],
  ),
  ask(
    'Does the app work offline?',
    ['Will the app work offline?', 'does your app work offline?', 'Can the app work offline?'],
    [],
    ['Can I use it without internet?', 'Do I need a connection for the app?'],
    [
      'Does the app work online?',
      'Does the website work offline?',
      'Why does the app not work offline?',
      'How does the app work offline?',
    ],
  ),
  ask(
    'What is the minimum order value?',
    [
      "What's the minimum order value?",
      'what is your minimum order value',
      'Please tell me what the minimum order value is',
    ],
    ['What is the minimun order value?'],
    ['How much do I have to spend at least?', 'Is there a smallest order you take?'],
    [
      'What is the maximum order value?',
      'What is the minimum age?',
      'What is the minimum delivery time?',
      'What is my order value?',
    ],
  ),
  ask(
    'Do you fly from Hamburg to Oslo?',
    [
      'Can you fly from Hamburg to Oslo?',
      'do you fly from hamburg to oslo?',
      'Hi, do you have flights from Hamburg to Oslo?',
    ],
    ['Do you fly from Hambrug to Oslo?'],
    ['Is there a connection between Hamburg and Oslo?', 'Can I get to Oslo from Hamburg with you?'],
    [
      'Do you fly from Oslo to Hamburg?',
      'Do you fly from Hamburg to Bergen?',
      'When do you fly from Hamburg to Oslo?',
      'Do you fly to Hamburg from Oslo?',
    ],
  ),
  ask(
    'Can children use the pool?',
    ['May children use the pool?', 'Can a child use the pool?', 'hello, can the children use your pool?'],
    ['Can chlidren use the pool?'],
    ['Is the pool suitable for kids?', 'Are kids welcome in the swimming pool?'],
    [
      'Can adults use the pool?',
      'When can children use the pool?',
      'Can children use the pool alone?',
      'Can children use the sauna?',
    ],
  ),
  ask(
    'How do I reset my password?',
    [
      'How can I reset my password?',
      'how to reset the password',
      'Please help me reset my password: how do I do it?',
    ],
    ['How do I reset my pasword?'],
    ['I forgot my login', 'I cannot get into my account any more'],
    [
      'How do I change my e-mail address?',
      'Why was my password reset?',
      'How often do I reset my password?',
      'How do I reset my router?',
    ],
  ),
  ask(
    'Is the course recognised by the university?',
    [
      'Is your course recognised by the university?',
      'Are the courses recognised by universities?',
      'is this course recognised by the university',
    ],
    ['Is the course recogniesd by the university?'],
    ['Do I get credits for the course?', 'Does the university accept the certificate?'],
    [
      'Is the university recognised by the course?',
      'Is the course offered by the university?',
      'Is the exam recognised by the university?',
      'Is the course recognised by employers?',
    ],
  ),
  ask(
    'Do you deliver before noon?',
    ['Can you deliver before noon?', 'do you deliver before noon please', 'Could you deliver before noon?'],
    [],
    ['Can the parcel come in the morning?', 'Is a morning delivery possible?'],
    [
      'Do you deliver after noon?',
      'Do you deliver before Christmas?',
      'Do you pick up before noon?',
      'Why did you not deliver before noon?',
    ],
  ),
  ask(
    'What documents do I need for the loan?',
    [
      'Which documents do I need for a loan?',
      'what documents do we need for the loan',
      'Hello, what documents are needed for a loan?',
    ],
    ['What docuemnts do I need for the loan?'],
    ['What papers must I bring to get credit?', 'Which proof do you want for a mortgage?'],
    [
      'What income do I need for the loan?',
      'What documents do I get for the loan?',
      'When do I need the loan documents?',
      'What documents do I not need for the loan?',
    ],
  ),
  // Who does it, to whom, and names that differ by a letter: found by review after the first rules.
  ask(
    'Do I pay for returns?',
    ['Will I pay for returns?', 'Hi, do we pay for the return?', 'Could you tell me if I pay for returns?'],
    [],
    ['Are returns free?'],
    [
      'Do you pay for returns?',
      'Do they pay for returns?',
      'Can you tell me if you pay for returns?',
      'Do I pay with returns?',
    ],
  ),
  ask(
    'Are you insured?',
    [
      'Hello, are you insured?',
      'Could you tell me if you are insured?',
      'I was wondering if you are insured',
    ],
    [],
    ['Do you have liability cover?'],
    [
      'Am I insured?',
      'Are we insured?',
      'Is it insured?',
      'Are they insured?',
      'Could you tell me if I am insured?',
    ],
  ),
  ask(
    'Can you call me?',
    ['Could you call me please?', 'Would you call me?'],
    [],
    ['I would like to be phoned'],
    ['Can I call you?', 'Can I call?', 'May we call you?', 'Can they call me?'],
  ),
  ask(
    'Do you have my address?',
    ['Have you got my address?', 'do you have our address'],
    [],
    ['Is my address known to you?'],
    ['Do I have your address?', 'Can I have your address?', 'Do you have an address in my town?'],
  ),
  ask(
    'Can I pay with a gift card?',
    ['Could I pay with gift cards?', 'Can we pay with a gift card?'],
    [],
    ['Do you take vouchers at the till?'],
    ['Can I pay for a gift card?', 'Can you pay with a gift card?', 'Can I not pay with a gift card?'],
  ),
  ask(
    'Is there a discount for members?',
    ['Do you have any discount for members?', 'Hi, is there a discount for a member?'],
    [],
    ['Do members pay less?'],
    [
      'Is there a discount from members?',
      'Is there a discount with members?',
      'Is there a discount for groups?',
    ],
  ),
  ask(
    'Do you deliver to Ireland?',
    ['Can you deliver to Ireland?', 'do you also deliver to ireland?'],
    [],
    ['Can I order from Dublin?'],
    ['Do you deliver to Iceland?', 'Do you deliver from Ireland?', 'Do I deliver to Ireland?'],
  ),
  ask(
    'Where is my contract?',
    ['Where is the contract?', "where's my contract please"],
    [],
    ['I cannot find the agreement'],
    ['Where is your contract?', 'Where is my contact?', 'Where is your contact?'],
  ),
  ask(
    'Do you have a shop in Freiburg?',
    ['Is there a shop in Freiburg?', 'Have you got shops in Freiburg?'],
    [],
    ['Can I visit you in Freiburg?'],
    ['Do you have a shop in Freiberg?', 'Do I have a shop in Freiburg?', 'Do you have a shop with Freiburg?'],
  ),
  ask(
    'Are you open in May?',
    ['Will you be open in May?', 'May I ask if you are open in May?'],
    [],
    ['Can I visit you in late spring?'],
    ['Are you open?', 'Are you open in March?', 'Is it open in May?'],
  ),
];
