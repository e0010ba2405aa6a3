/** Measured once while it was untouched (0.844, too much was recommended); since then tuned on and learned from. */
import { kb, type LabelledKb } from './labelled.ts';

export const VALIDATION: readonly LabelledKb[] = [
  kb(
    'garden centre',
    'ecommerce',
    'PTY',
    'XB',
    `
Apple trees from 34.90, roses from 12.50 and lavender at 4.20 the pot. Raised beds of larch cost 159, the large cold frame 89.
Plants are packed by hand and sent on Mondays and Tuesdays so that they do not wait over the weekend; your parcel can be traced with the shipment number.
Growth guarantee: a tree that does not come into leaf in its first spring is replaced free of charge. Plants cannot be returned, tools and beds within 14 days.`,
  ),
  kb(
    'record shop',
    'ecommerce',
    'PT',
    'XABQ',
    `
Second-hand vinyl from 5, new releases around 25. This week: Kind of Blue for 29, Blue Train for 27, and a first pressing of Pastel Blues for 140.
Turntables are tested before they are sold; the cheapest is 180.
Records leave us in rigid mailers with registered post, usually on the next day. Where yours is can be looked up on the carrier's page.`,
  ),
  kb(
    'furniture maker',
    'ecommerce',
    'PTYE',
    'XA',
    `
The Alder table costs 1,150, the Birch bench 420, the Elm shelf 690. All are made of solid wood and oiled.
Delivery is by two carriers to the room of your choice; they announce the day a week ahead, and you can see the state of your order at any time.
Guarantee: five years on frames, two on fittings. Made-to-measure pieces are excluded from the right of withdrawal.
If a piece arrives damaged, write or ring our service team, who send somebody to repair or replace it.`,
  ),
  kb(
    'label printer online',
    'ecommerce',
    'QT',
    'BXA',
    `
Labels on rolls are calculated from size, material and amount: 1,000 labels of 50 by 30 millimetres in paper are 39, each further thousand 14; film costs a third more.
Special shapes need a cutting die for 65, once.
Proofs come by e-mail within a day. Finished rolls are dispatched by parcel service with a consignment number.`,
  ),
  kb(
    'electrician',
    'service',
    'BE',
    'PTXA',
    `
Wiring, fuse boxes, charging points for cars and inspections of old installations.
Agree a date with us and an electrician visits you, on weekdays from seven until four.
If there is a smell of burning or the power is out in the whole house, switch off the main fuse and ring the stand-by service, day and night, on 0521 555 12.`,
  ),
  kb(
    'roofing firm',
    'service',
    'QL',
    'PTX',
    `
Tiles are laid for 85 per square metre, slate for 140, flat roofs are sealed for 62. Scaffolding is 9 per square metre of facade. A steep pitch adds a tenth.
We have covered roofs in the county since 1962.
For a binding offer we need your address and a photograph of the roof. Fill in your details, and the master calls you to talk it through.`,
  ),
  kb(
    'translation bureau',
    'service',
    'Q',
    'TXA',
    `
Translations are charged by the word: 0.14 from English into German, 0.18 for legal and medical texts, 0.24 into Japanese. Proof-reading is 0.05 a word. Express work is half as much again.
A sworn translation of a certificate costs 45 for each page.
All our translators work into their mother tongue.`,
  ),
  kb(
    'beauty studio',
    'service',
    'B',
    'TXL',
    `
A facial takes an hour and costs 65, a manicure 35, waxing starts at 15. We use vegan cosmetics only.
Treatments are by appointment, also on Saturdays. Reserve a time with Nina or Jo.
Vouchers are sold at the desk.`,
  ),
  kb(
    'architects',
    'service',
    'L',
    'TPQA',
    `
We plan schools, kindergartens and libraries in timber. Eighteen people work in our studio in Graz.
The school in Weiz received the state prize; the library in Leoben opened last spring.
Do you plan a building? Write to us who you are, where the site is and what you have in mind. One of the partners gets in touch to discuss the next steps.`,
  ),
  kb(
    'customer database software',
    'saas',
    'XLB',
    'TA',
    `
Peoplebase keeps contacts, deals and mails in one place. Pipelines are arranged by dragging; the mail assistant drafts replies. Duplicate contacts are merged by a rule you define. Custom fields appear in every list and export.
The mobile app works offline and synchronises later. Permissions are set for each team.
Starter is 12 a month for each user, Growth 29.
Larger companies: tell us your name, firm and number of users, and an account executive comes back to you with an individual offer. Or pick a slot for a live demonstration.`,
  ),
  kb(
    'payroll software',
    'saas',
    'XEY',
    'TAP',
    `
Paywell calculates wages, overtime and holiday pay, and transmits the reports to the authorities. Payslips appear in each employee's portal. Absences are requested and approved with two clicks.
The import wizard takes over data from spreadsheets. A log shows who changed what.
Our help desk consists of trained payroll clerks: open a ticket or ring them, weekdays from eight to five.
Privacy notice: personal data is encrypted and stored in Frankfurt. Contracts may be terminated with three months' notice to the end of a year. Liability is limited to the yearly fee.`,
  ),
  kb(
    'photo editor app',
    'saas',
    'X',
    'TABP',
    `
Lumo edits photographs without changing the original. Masks select sky, skin or background by themselves; curves and levels work on each colour channel. Presets apply the same look to hundreds of pictures.
The healing brush removes dust and wires. Layers can be blended in twelve modes.
Raw files of 600 cameras are read. To undo everything, choose Revert in the History panel. Shortcuts are listed under Help.`,
  ),
  kb(
    'eye clinic',
    'healthcare',
    'BE',
    'PTX',
    `
We examine eyes, treat cataracts and glaucoma, and operate with lasers. The waiting time for a consultation is about three weeks.
Arrange your examination for a weekday morning. Do not drive afterwards, as your pupils are dilated.
Sudden loss of vision, flashes of light or an injury are emergencies: come at once or phone the doctor on call on 0341 555 60, also at night.`,
  ),
  kb(
    'psychotherapy practice',
    'healthcare',
    'BY',
    'PTXA',
    `
The practice treats anxiety, depression and burnout with cognitive behavioural therapy. A session lasts 50 minutes.
An introductory talk can be arranged for Tuesday or Thursday afternoons, in the practice or by video.
Everything said is subject to professional secrecy. Sessions called off less than 48 hours before are invoiced at 80. Records are destroyed ten years after the end of treatment.`,
  ),
  kb(
    'contact lens shop',
    'healthcare',
    'PTE',
    'XABQ',
    `
Daily lenses by Clario from 19.90 for 30, monthly lenses from 14.50 for six, cleaning solution 7.95. Choose dioptre and base curve as on your lens pass.
We send until four in the afternoon on the same day; the status of an order is shown in your account.
Questions about wearing lenses, or red eyes? Our opticians speak with you personally: 0800 555 21, Monday to Saturday.`,
  ),
  kb(
    'mortgage adviser',
    'finance',
    'QL',
    'PTX',
    `
What a loan costs a month depends on its amount, the interest and the repayment: for each 100,000 at 3.4 percent interest and two percent repayment it is 450. A fixed rate for 15 instead of ten years adds 0.2 percent.
Fees of purchase come to about ten percent of the price.
We compare 400 banks. Send us your name, telephone number and the price of the house, and an adviser rings you with three proposals.`,
  ),
  kb(
    'savings bank',
    'finance',
    'YE',
    'PTX',
    `
We have 32 branches and 90 cash machines. Savings books bear 1.2 percent.
General terms: changes of interest are announced two months ahead. Joint accounts are operated by each holder alone. An account is closed without fee at the end of any month. Liability for misuse of a card is limited to 50 as long as there was no gross negligence.
Card gone or stolen: block it by telephone on 116 116. For complaints turn to your branch or to our quality office, which answers within ten days.`,
  ),
  kb(
    'financial planner',
    'finance',
    'BL',
    'PTX',
    `
We plan retirement, inheritance and the sale of firms for families, for a fee and without commissions.
Get to know us: a talk of an hour costs nothing. Dates are offered on Tuesdays in Munich and Fridays in Vienna.
Give us your e-mail address and your question, and we send you our client brochure and ring you in the same week.`,
  ),
  kb(
    'cooking school',
    'education',
    'AL',
    'TX',
    `
Pasta by hand takes place on 8 and 22 May, sushi for beginners on 15 May, bread on 29 May. There are ten stoves, so ten guests a date; popular evenings are sold out weeks ahead.
An evening costs 95 with wine and recipes.
Companies and groups: tell us how many you are and how we reach you, and we make you a proposal for an evening of your own.`,
  ),
  kb(
    'grammar school',
    'education',
    'Y',
    'PTQX',
    `
Our school has 840 pupils and is known for music and Latin. Lessons begin at ten to eight.
School rules: telephones are switched off during lessons. Absence is reported by the parents before eight in the morning. Leave is applied for a week ahead. Whoever damages school property pays for it.
Promotion: pupils with more than one fail in main subjects repeat the year.`,
  ),
  kb(
    'music teacher',
    'education',
    'BQ',
    'PTX',
    `
Piano and violin for children and adults. Half an hour is 32 and an hour 58; ten lessons paid together are eight percent cheaper, and siblings pay a tenth less.
Try a first lesson: choose an afternoon between two and seven and we agree a time.
Twice a year the pupils give a concert.`,
  ),
  kb(
    'new homes developer',
    'real_estate',
    'BLP',
    'TX',
    `
Lindenhof: flats from 54 to 121 square metres, from 389,000. Type A has two rooms and a garden, type B three and a loggia, type C four under the roof for 655,000. Parking spaces are 29,000.
The show flat may be visited on Sundays; make an appointment with our sales office.
If you are interested, leave your address and the type you like. We send the brochure and put you on the list of interested parties.`,
  ),
  kb(
    'student residence',
    'real_estate',
    'EY',
    'PTX',
    `
The residence has 310 rooms on six floors, with kitchens for ten residents each. Laundry costs two a wash.
Rules of the house: guests stay three nights at most. Candles are prohibited. After eleven at night there is silence. Rooms are left swept, and keys are given back by noon on the last day; otherwise 80 are kept from the deposit.
Something broken? Tell the warden. Whoever is locked out or sees fire or water rings the night porter on 555 0.`,
  ),
  kb(
    'campsite',
    'hospitality',
    'AY',
    'TXL',
    `
Ninety pitches lie under pines, fifty metres from the beach. Mobile homes sleep five. In the school holidays we are often fully booked; ask whether a pitch is free in your weeks.
A pitch is 28 a night with electricity.
Terms: a deposit of 20 percent secures your pitch. It is lost when you cancel within 21 days of arrival. Barbecues with charcoal are forbidden in dry weather. Dogs are kept on a lead.`,
  ),
  kb(
    'wine bar',
    'hospitality',
    'A',
    'TXQ',
    `
Forty wines by the glass, hams from the Alps, and cheese by the board for 19. On Thursdays a trio plays.
We have twelve tables. For parties of four and more on weekends, find out first whether a table is still to be had on that evening.
Closed on Sundays and in the first week of August.`,
  ),
  kb(
    'mountain lodge',
    'hospitality',
    'AE',
    'TX',
    `
The lodge stands at 1,870 metres and has dormitories and eight double rooms. Dinner is at half past six, the kitchen closes at eight.
Beds must be reserved, above all at weekends in August; let us know the night and how many you are, and we tell you whether there is room.
The hut keeper is on the spot day and night. In an accident or when somebody is missing, call the warden, who alerts mountain rescue.`,
  ),
  kb(
    'immigration lawyers',
    'legal',
    'BL',
    'PTXA',
    `
We help with visas, work permits, family reunion and citizenship.
A consultation takes 45 minutes and is offered in five languages. Fix a date with the front office, in person or by video call.
Would you like to know whether you have a chance? Send your name, nationality and telephone number with a short account, and we come back to you within two days.`,
  ),
  kb(
    'patent attorneys',
    'legal',
    'B',
    'PTXA',
    `
We draft and prosecute patents in mechanics and chemistry, before the national office and in Munich.
A granted patent lasts at most twenty years from filing. A search beforehand costs 900.
Inventors are received by appointment: agree a day for an initial meeting, at which everything stays confidential.`,
  ),
  kb(
    'party tent hire',
    'other',
    'AQ',
    'TX',
    `
Tents from 3 by 3 to 12 by 30 metres, tables, benches and heaters. A tent costs 7 per square metre for a weekend, a set of table and benches 9, a heater 25. Putting up is 4 per square metre.
A wedding of a hundred guests needs about 120 square metres.
In June and September almost every weekend is taken. Ask early whether the size you need is free on your date.`,
  ),
  kb(
    'public swimming pool',
    'other',
    'Y',
    'PTQXL',
    `
The pool has eight lanes of fifty metres and a slide of ninety. The water has 27 degrees.
Bathing regulations: swimmers shower before they enter. Children under eight come with an adult. Jumping from the side is prohibited. Whoever breaks the rules is sent out without a refund. Lost property is kept for six months.
Adults pay 5.50, in the evening 3.50.`,
  ),
  kb(
    'robot vacuum',
    'ecommerce',
    'XTE',
    'ABL',
    `
The Sweepy S4 maps your rooms with a laser and cleans in straight lines. No-go zones are drawn in the app; carpet boost raises suction on rugs. The station empties the dust box by itself and dries the mop.
To join a new wireless network, press both buttons until it beeps. The filter is changed every three months.
It leaves our store within a day, and the tracking link comes by message.
Should it not start any more, our repair specialists are on the telephone from Monday to Saturday.`,
  ),
  kb(
    'nature reserve',
    'other',
    '',
    'TXQL',
    `
The reserve covers 4,200 hectares of moor and reed. Cranes rest here in October; the bittern is heard in May. Three trails lead over boardwalks, the longest is seven kilometres.
The visitor centre is open from April to October and shows a film about the moor. Entrance is free. Toilets are beside the car park.
The bus from the station runs every hour.`,
  ),
];
