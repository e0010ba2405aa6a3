/** What visitors ask a business of a kind, the most asked first; each stands for a topic that a site should cover. */
import type { BUSINESS_TYPES } from '#lib/contracts/trial.ts';

export type BusinessType = (typeof BUSINESS_TYPES)[number];

export interface ExpectedQuestion {
  topic: string;
  question: string;
  /** Another way to ask it: documents seldom use the visitor's words. */
  otherwise: string;
}

const ask = (topic: string, question: string, otherwise: string): ExpectedQuestion => ({
  topic,
  question,
  otherwise,
});

const HOURS = ask(
  'opening hours',
  'What are your opening hours?',
  'On which days and at what times are you open?',
);
const PLACE = ask('address', 'Where are you located?', 'What is your address and how do I get there?');
const CONTACT = ask('contact', 'How can I contact you?', 'What is your phone number or e-mail address?');
const PAYMENT = ask(
  'ways to pay',
  'How can I pay?',
  'Which payment methods do you accept, and can I pay in instalments?',
);
const PRIVACY = ask(
  'privacy',
  'How do you protect my data?',
  'Is what I tell you kept confidential, and how are records stored?',
);

/** Topics that businesses of every kind have: covering them does not make a site one of this kind. */
export const SHARED_TOPICS: ReadonlySet<string> = new Set([
  'opening hours',
  'address',
  'contact',
  'ways to pay',
  'privacy',
  'prices',
  'fees',
  'booking',
  'cancelling',
  'complaints',
  'access',
]);

export const EXPECTED_QUESTIONS: Record<BusinessType, readonly ExpectedQuestion[]> = {
  service: [
    ask('prices', 'How much does it cost?', 'What do you charge for a visit or per hour?'),
    ask('services', 'What services do you offer?', 'What kinds of work do you do?'),
    ask('booking', 'How do I book an appointment?', 'Can I book a visit online or by phone?'),
    HOURS,
    ask('area', 'Which area do you serve?', 'How far do you travel to customers?'),
    CONTACT,
    ask('cancelling', 'Can I cancel or move an appointment?', 'What happens if I cancel late?'),
    PAYMENT,
    ask('guarantee', 'Is your work guaranteed?', 'What if I am not happy with the result?'),
    ask(
      'licence and insurance',
      'Are you insured and licensed?',
      'Which registration or training do you have?',
    ),
    ask('duration', 'How long does it take?', 'How soon can you come, and how long does the work last?'),
  ],
  ecommerce: [
    ask('delivery', 'How long does delivery take?', 'When will my order arrive?'),
    ask('shipping costs', 'How much does shipping cost?', 'From which amount is delivery free?'),
    ask('returns', 'Can I return an item?', 'How many days do I have to send something back?'),
    ask('refunds', 'When do I get my refund?', 'How is my money paid back?'),
    ask('tracking', 'Where is my order?', 'How can I track my parcel?'),
    PAYMENT,
    ask('products', 'What products do you sell?', 'Which items are in your range, at what price?'),
    CONTACT,
    ask('countries', 'Which countries do you ship to?', 'Do you deliver abroad?'),
    ask('product advice', 'How do I choose the right product or size?', 'How do I use the product?'),
    ask('warranty', 'Is there a warranty?', 'What if the item is faulty or does not arrive?'),
    ask('changing an order', 'Can I change or cancel my order?', 'How do I stop or pause a subscription?'),
    ask('discounts', 'Do you have discounts or vouchers?', 'Do you sell gift cards?'),
  ],
  saas: [
    ask('prices', 'How much does it cost per month?', 'Which plans are there and what do they cost?'),
    ask('features', 'What can the product do?', 'Which features does it have?'),
    ask('free trial', 'Is there a free trial?', 'Can I try it for free without a credit card?'),
    ask('getting started', 'How do I get started?', 'How do I set up my account and import my data?'),
    ask('integrations', 'Which tools does it integrate with?', 'Is there an API?'),
    ask('security', 'Is my data secure?', 'Where is data stored and how is it encrypted?'),
    ask('cancelling', 'How do I cancel my subscription?', 'Can I end my plan and get a refund?'),
    ask('support', 'How do I contact support?', 'When is support available and how fast does it answer?'),
    ask('sign-in', 'I forgot my password, what can I do?', 'How do I get back in when I cannot sign in?'),
    ask('export', 'Can I export my data?', 'In which formats can data be downloaded?'),
    ask('limits', 'What are the limits of my plan?', 'How many users or requests are allowed?'),
    ask('billing', 'Where do I find my invoices?', 'How do I change my payment details or plan?'),
  ],
  healthcare: [
    ask('appointments', 'How do I book an appointment?', 'How can I make an appointment online or by phone?'),
    HOURS,
    ask('fees', 'How much does a treatment cost?', 'What are your fees?'),
    ask('insurance', 'Do you accept my insurance?', 'Which health insurers do you work with?'),
    ask('treatments', 'Which treatments do you offer?', 'What conditions do you treat?'),
    PLACE,
    ask('emergencies', 'What should I do in an emergency?', 'Whom do I call for urgent help outside hours?'),
    ask('first visit', 'What should I bring to my first visit?', 'What happens at the first appointment?'),
    ask('cancelling', 'How do I cancel an appointment?', 'Is there a fee for a missed appointment?'),
    ask('practitioners', 'Who will treat me?', 'Which doctors or therapists work with you?'),
    PRIVACY,
    PAYMENT,
  ],
  finance: [
    ask('products', 'Which products do you offer?', 'Which accounts, loans or policies can I get?'),
    ask('fees', 'What fees do you charge?', 'What does it cost, and is there a monthly fee or an excess?'),
    ask('rates', 'What are your rates?', 'How much interest or premium do I pay?'),
    ask('becoming a customer', 'How do I open an account or get a quote?', 'What do I need to apply?'),
    ask(
      'claims and disputes',
      'How do I report a problem or make a claim?',
      'What do I do about a charge I do not know, or damage?',
    ),
    ask('safety', 'Is my money safe?', 'Are you insured or licensed?'),
    CONTACT,
    HOURS,
    ask('processing time', 'How long does a decision take?', 'When do I hear back or get paid?'),
    ask(
      'changing or ending',
      'How do I cancel or change my contract?',
      'Is there a penalty for paying early or ending?',
    ),
    ask('payments', 'How do I make payments?', 'How can I pay or transfer money?'),
    ask('complaints', 'How do I make a complaint?', 'Who helps if we cannot agree?'),
  ],
  education: [
    ask('courses', 'Which courses do you offer?', 'What can I learn, and how long does it take?'),
    ask('fees', 'How much does a course cost?', 'What is the tuition fee?'),
    ask('dates', 'When does the next course start?', 'On which dates do courses begin?'),
    ask('enrolment', 'How do I enrol?', 'How do I apply, and until when?'),
    ask('requirements', 'What are the requirements?', 'Do I need experience or a level to join?'),
    ask('certificate', 'Do I get a certificate?', 'Which degree or exam can I take at the end?'),
    ask('online', 'Can I take the course online?', 'Are lessons also held live on video?'),
    ask('teachers', 'Who are the teachers?', 'Which qualifications do your instructors have?'),
    ask('refunds', 'Can I get a refund if I cancel?', 'What happens if I leave early?'),
    CONTACT,
    ask('funding', 'Can I pay in instalments?', 'Are there scholarships, grants or discounts?'),
    ask('timetable', 'At what time are the lessons?', 'How many hours a week is the course?'),
  ],
  real_estate: [
    ask('offers', 'Which homes do you have?', 'In which areas do you have apartments or houses?'),
    ask('viewings', 'How do I book a viewing?', 'When can I see the flat or house?'),
    ask('fees', 'What is your fee?', 'What does it cost to rent, buy or sell with you?'),
    ask('applying', 'How do I apply for a flat?', 'Which documents and income do I need?'),
    ask('deposit', 'How much is the deposit?', 'When do I get my deposit back?'),
    ask('contract', 'How long is the contract and the notice period?', 'How much notice must a tenant give?'),
    ask('repairs', 'How do I report a repair?', 'Whom do I call when the heating fails?'),
    HOURS,
    CONTACT,
    ask('rent', 'How do I pay the rent?', 'When is rent due?'),
    ask('pets and house rules', 'Are pets allowed?', 'What are the house rules?'),
    ask('selling or letting', 'How do I sell or let my home?', 'What do you do for owners and landlords?'),
  ],
  hospitality: [
    HOURS,
    ask('booking', 'How do I make a reservation?', 'Can I book a room or a table online?'),
    ask('prices', 'How much does it cost?', 'What are the prices of rooms or dishes?'),
    ask('cancelling', 'Can I cancel my booking free of charge?', 'Until when can I cancel?'),
    ask('food', 'What is on the menu?', 'When is breakfast, and what food is served?'),
    ask('diets', 'Do you have vegan or gluten-free dishes?', 'What about allergies?'),
    ask('parking', 'Where can I park?', 'How do I get to you by car or train?'),
    PLACE,
    CONTACT,
    ask('arrival', 'When is check-in and check-out?', 'How long is a table held, and when should I arrive?'),
    ask('children and pets', 'Are children and dogs welcome?', 'Is there something for children?'),
    ask('events', 'Can I hold a private event?', 'Is there a room for weddings, birthdays or meetings?'),
    ask('access', 'Is it accessible with a wheelchair?', 'Are there steps or a lift?'),
  ],
  legal: [
    ask('areas of practice', 'Which cases do you take?', 'In which areas of law do you advise?'),
    ask('fees', 'How much do you charge?', 'What does a case cost, hourly or at a fixed fee?'),
    ask(
      'consultation',
      'How do I book a consultation?',
      'What does the first meeting cost and how long is it?',
    ),
    ask('lawyers', 'Who are your lawyers?', 'Which attorney would handle my case?'),
    ask('duration', 'How long does a case take?', 'When can I expect a result?'),
    ask('documents', 'What should I bring?', 'Which papers do you need from me?'),
    PLACE,
    CONTACT,
    ask('confidentiality', 'Is what I tell you confidential?', 'Do you check for conflicts of interest?'),
    PAYMENT,
    HOURS,
    ask('complaints', 'What can I do if I am unhappy with you?', 'How do I make a complaint?'),
  ],
  other: [
    ask('what it is', 'What do you offer?', 'What can I do or get here?'),
    HOURS,
    ask('prices', 'How much does it cost?', 'What are the prices or fees?'),
    PLACE,
    CONTACT,
    ask('booking or joining', 'How do I book or join?', 'Can I make a reservation or become a member?'),
    ask('rules', 'What are the rules?', 'What is allowed and what is not?'),
    ask('events', 'Which events or tours are there?', 'When do workshops or guided tours take place?'),
    ask('groups', 'Can groups or schools come?', 'How do I arrange a visit of a group?'),
    ask('access', 'Is it accessible for everyone?', 'Is there step-free access?'),
  ],
};

/** What a business of a kind is about, for telling one from another and from what is no business at all. */
export const BUSINESS_DESCRIPTIONS: Record<Exclude<BusinessType, 'other'>, string> = {
  service:
    'A local trade or personal service: repairs, cleaning, grooming, home visits, call-out fees and quotes.',
  ecommerce: 'An online shop that sells products: shipping, delivery, returns, warranty and orders.',
  saas: 'A software product in the cloud: plans, users, features, integrations, API, sign-in and subscriptions.',
  healthcare:
    'A medical or dental practice: patients, treatment, therapy, appointments and health insurance.',
  finance: 'A bank, lender or insurer: accounts, loans, interest, policies, claims and cards.',
  education:
    'A school or training provider: courses, lessons, teachers, tuition, enrolment and certificates.',
  real_estate:
    'An estate agent or landlord: homes for sale or rent, viewings, deposits, tenants and repairs.',
  hospitality: 'A hotel or restaurant: rooms, tables, menu, breakfast, guests and reservations.',
  legal: 'A law firm: lawyers, legal advice, consultation, cases, contracts, visas and wills.',
};

/** Subjects that no visitor of a business asks about. */
export const OFF_TOPIC_DESCRIPTIONS = [
  'An encyclopedia article about history, science or nature.',
  'A novel, a poem or the words of a song.',
  'A newspaper report about politics or sport.',
  'An essay about art, music or society.',
  'Instructions for a hobby, a game or a recipe.',
  'Source code, a log file or technical notes of programmers.',
  'Slogans and values of a company: passion, vision, excellence.',
  'The navigation of a web site: menu, cookies, log in, share, next page.',
];
