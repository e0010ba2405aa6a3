/** The first set: thresholds were set on it from the beginning, and weights are learned from it. */
import { kb, type LabelledKb } from './labelled.ts';

export const TUNING: readonly LabelledKb[] = [
  kb(
    'bike shop',
    'ecommerce',
    'PTY',
    'XA',
    `
The Pelican cargo bike costs 2,890 euros and comes in green and black. The Heron city bike costs 740 euros and has eight gears.
Helmets start at 49 euros; the Sparrow child seat is 129 euros. Frames come in sizes S, M and L.
Orders placed before noon leave our warehouse the same day and arrive within three working days. You get a tracking number by e-mail.
Unused goods may be sent back within 30 days for a full refund. The frame has a warranty of six years, other parts two.`,
  ),
  kb(
    'tea shop',
    'ecommerce',
    'PT',
    'XAQB',
    `
Our Darjeeling First Flush is 14.50 for 100 grams, the Assam Broken is 8.90, the Sencha from Uji 17.00.
Teapots of cast iron cost between 39 and 89. Filters and tins are listed under accessories.
We send parcels with DHL every weekday. Delivery within the country takes two days; every parcel can be followed online.
Orders above 40 are delivered free of charge.`,
  ),
  kb(
    'fashion label',
    'ecommerce',
    'PTYE',
    'XAQ',
    `
Linen shirts cost 79, merino jumpers 119 and the waxed coat 249. Every piece is made in sizes 34 to 46.
Parcels travel with UPS and take two to four days; the shipping confirmation holds a link to follow yours.
Returns: send any item back within 14 days in its original packaging. The refund is made to the card you paid with. Worn items are not taken back.
If something went wrong with your parcel, our customer care team answers on weekdays from nine to six at 020 555 310.`,
  ),
  kb(
    'print shop',
    'ecommerce',
    'QT',
    'BXA',
    `
Flyers are priced by quantity, paper and format: 500 A6 flyers cost 29, 1,000 cost 41, and 5,000 cost 118. Both sides in colour adds 20 percent.
Banners cost 18 per square metre, with eyelets 1.50 for each metre of edge.
Files must be PDF with three millimetres of bleed. We print within two days and send the goods by courier; you get a number to trace the shipment.`,
  ),
  kb(
    'plumber',
    'service',
    'BE',
    'PTXA',
    `
We repair taps, boilers and blocked drains in all of Northfield. A visit can be arranged for any weekday between eight and five; ask for a time and a plumber comes to your home.
In an emergency such as a burst pipe, phone our 24-hour line at once on 0117 555 900 and somebody is there within the hour.
A visit costs 60 for the first half hour. Parts are charged at list price.`,
  ),
  kb(
    'moving firm',
    'service',
    'QL',
    'PTX',
    `
We move homes and offices. The price depends on the volume in cubic metres, the distance and the floors without lift: 38 per cubic metre within the city, plus 1.20 per kilometre beyond it.
A move of a two-room flat has about 25 cubic metres. Packing costs 12 per hour and person.
Tell us your name, address and the date of the move, and we get back to you with a fixed offer within one working day.`,
  ),
  kb(
    'cleaning firm',
    'service',
    'Q',
    'PTX',
    `
Offices are cleaned for 1.10 per square metre and visit, stairwells for 24 per floor and month. Windows cost 3.50 each, both sides.
Weekly cleaning is ten percent cheaper than monthly. Materials are included.
Our cleaners have been with us for seven years on average and are insured.`,
  ),
  kb(
    'hair salon',
    'service',
    'B',
    'TXL',
    `
Cutting and styling takes 45 minutes and costs 48; colouring takes two hours. Children under ten are 20.
Please make an appointment, as we rarely have free chairs for walk-in guests. Appointments are made for a stylist of your choice, Tuesday to Saturday.
Should you be unable to come, tell us a day ahead.`,
  ),
  kb(
    'web agency',
    'service',
    'L',
    'TPA',
    `
We design and build web sites for museums and theatres. Our team has eleven people in Leeds.
Past work includes the site of the Harbour Museum and the ticket shop of the Opera North festival.
Every project starts with a conversation: leave us your contact details and a few lines about your plans, and Ruth will call you back with ideas and an estimate.`,
  ),
  kb(
    'project software',
    'saas',
    'XLB',
    'TA',
    `
Boardly shows tasks on boards. Swimlanes group cards by person; automations move a card when its checklist is done. Reports chart how long cards stay in a column.
The API lets you create cards from your own programs, and webhooks tell you when one changes. Single sign-on with SAML is part of the Business plan.
Plans: Free for up to three people, Team at 9 per person and month, Business at 16.
For more than 200 seats talk to sales: leave your work e-mail and company size. You may also schedule a 30-minute demo with one of our product specialists.`,
  ),
  kb(
    'accounting software',
    'saas',
    'XEY',
    'TAP',
    `
Ledgerly imports bank statements as CSV or CAMT and matches payments to invoices. The VAT report fills in the return by itself. Recurring invoices are sent on the day you set.
To connect a bank, open Settings, choose Banks and follow the steps. Roles limit what an employee may see.
Support staff are there on weekdays by chat and phone; urgent cases on the last day of a quarter are taken until ten at night.
Data protection: we process data in the EU only, delete it 90 days after the end of a contract, and never pass it on to third parties. The terms of service and the processing agreement apply.`,
  ),
  kb(
    'password manager',
    'saas',
    'X',
    'TABP',
    `
Vaulty fills in passwords in the browser and on phones. Shared vaults let a family use the same entries. The generator makes passwords of up to 64 characters.
Breach alerts compare your passwords with known leaks without sending them. Emergency access gives a trusted person your vault after a waiting time you set.
To import from another manager, export a CSV there and drop it on the import page. Biometric unlock is switched on under Security.`,
  ),
  kb(
    'dentist',
    'healthcare',
    'BE',
    'PTXQ',
    `
Our practice offers check-ups, fillings, crowns and orthodontics for children. A check-up takes 30 minutes.
Appointments can be made for Monday to Friday from eight to six. New patients should come ten minutes early to fill in the form.
For severe pain or an accident outside these hours, call the emergency dentist on duty at 116 117; during the day our reception puts you through to a dentist straight away.`,
  ),
  kb(
    'physiotherapy',
    'healthcare',
    'BY',
    'PTX',
    `
We treat back pain, sports injuries and people after operations. A session lasts 25 minutes; manual therapy and lymph drainage are offered as well.
Book your first session with a prescription not older than 28 days. Evening slots exist on Tuesdays and Thursdays.
Cancellation policy: sessions that are not cancelled at least 24 hours before are charged in full. Patient data is kept for ten years as the law demands and shown to nobody without consent.`,
  ),
  kb(
    'pharmacy online',
    'healthcare',
    'PTE',
    'XAQ',
    `
Ibuprofen 400 costs 4.95 for 20 tablets, nasal spray 3.79, vitamin D drops 9.90. Search our range of 12,000 articles by name or number.
Orders with a prescription are sent as soon as the paper has reached us; you can see where your parcel is under My orders.
Our pharmacists advise you in person: phone 0800 555 44 from eight to eight for questions about interactions, and in case of side effects.`,
  ),
  kb(
    'insurance broker',
    'finance',
    'QL',
    'TX',
    `
The yearly premium of household insurance follows from the living space: 1.35 per square metre in zone one, 1.80 in zone two, and ten percent less with a deductible of 300.
Liability cover costs 52 for singles and 74 for families.
Which contract suits you is best found out together. Leave your phone number and the best time to reach you, and an adviser prepares an offer.`,
  ),
  kb(
    'credit union',
    'finance',
    'YEQ',
    'PT',
    `
Loans from 1,000 to 50,000 run for 12 to 84 months. The monthly rate follows from amount, term and the interest of 5.9 percent; 10,000 over 48 months come to 234 a month.
Account terms: a current account is free with a monthly income of 700, otherwise 4.90. Overdraft interest, dormant accounts and the closing of accounts are governed by sections 4 to 9 of the general conditions.
Lost card? Call the blocking hotline 116 116 day and night. Complaints are handled by our ombudsman's office within 15 days.`,
  ),
  kb(
    'tax adviser',
    'finance',
    'BL',
    'PTX',
    `
We prepare tax returns for freelancers and small companies, and speak for you before the tax office.
A first consultation of 40 minutes is free. Choose a time on Mondays or Wednesdays for a meeting at our office or by video.
If you would like to become a client, send us your name and what you do; we answer with an engagement letter.`,
  ),
  kb(
    'language school',
    'education',
    'ABL',
    'PTX',
    `
Spanish A1 begins on 3 March and 7 April, Mondays and Wednesdays at half past six; each course has twelve places. Intensive weeks run in July.
A course of ten weeks costs 290, books included.
Come to a free trial lesson: sign up for one of the Friday dates. Not sure about your level? Leave your e-mail and a teacher contacts you with a placement test and a recommendation.`,
  ),
  kb(
    'university faculty',
    'education',
    'Y',
    'PTQX',
    `
The Master of Chemistry takes four semesters. Lectures begin in October. Theses are supervised by the institutes.
Admission rules: a bachelor's degree with a final grade of 2.5 or better; applications close on 15 July. Late applications are not considered.
Examination regulations: a failed examination may be repeated twice. Absence must be excused with a medical certificate within three days. Plagiarism leads to exclusion.`,
  ),
  kb(
    'driving school',
    'education',
    'QB',
    'PTX',
    `
The registration costs 320 and each driving lesson of 45 minutes 62; motorway and night lessons are 75. Most people need 25 to 35 lessons, so the whole follows from how many you take.
Theory is taught on Tuesdays and Thursdays at seven in the evening, no registration needed.
Driving lessons are arranged one by one with your instructor: pick a day and time between seven and nineteen.`,
  ),
  kb(
    'estate agent',
    'real_estate',
    'BLP',
    'TX',
    `
Flat in Mill Lane: three rooms, 78 square metres, balcony, 1,180 a month. House in Oak Road: five rooms, garden, 465,000. Studio at the harbour: 32 square metres, 690 a month.
Viewings take place on Thursdays and Saturdays; arrange a time and one of our agents shows you round.
Looking for something else? Register as a prospective buyer with your budget and area, and we write to you as soon as something fits.
Selling? Ask for a valuation of your house and we call you back.`,
  ),
  kb(
    'property manager',
    'real_estate',
    'EY',
    'PTX',
    `
We look after 2,400 flats for their owners. Rent is due on the third working day of a month.
House rules: quiet hours are from ten at night to six in the morning. Keeping dogs needs our consent. Bicycles belong in the cellar.
Deposits are paid back within six months after the end of the tenancy, less what is owed.
Damage and faults: report them to the caretaker. If the heating fails or water leaks, the emergency service is reached at any hour on 0711 555 77.`,
  ),
  kb(
    'holiday flats',
    'hospitality',
    'AY',
    'TX',
    `
Our six flats by the lake sleep two to six guests. Gull has two bedrooms and a terrace, Tern has one. In July and August they are let by the week, from Saturday to Saturday; dates that are taken fill up early.
Prices start at 95 a night in low season.
Cancellation: free of charge until 30 days before arrival, half the price until 14 days, the full price after that. Pets are not allowed. Smoking is forbidden in all rooms.`,
  ),
  kb(
    'restaurant',
    'hospitality',
    'A',
    'TXQ',
    `
We cook what the valley gives: trout with almonds 24, dumplings with mushrooms 17, apple strudel 8.
Tables for up to eight are free from six in the evening, the last at nine; on Fridays we are full most of the time, so ask whether there is a table for your date.
On Mondays we rest. The terrace has forty seats in summer.`,
  ),
  kb(
    'hotel',
    'hospitality',
    'AE',
    'TX',
    `
Single rooms, double rooms and three suites look over the old harbour. Breakfast is served from half past six. The sauna opens at four.
Room rates change with the season; ask whether a room is free from your day of arrival to your day of departure. Cots are put up on demand.
Our reception is staffed round the clock. Whatever is wrong in your room, dial 9 and the duty manager looks after it in person.`,
  ),
  kb(
    'law firm',
    'legal',
    'BL',
    'PTXA',
    `
We advise on employment and family law: dismissals, severance pay, divorce and custody.
A first meeting lasts one hour. Please arrange a date with our secretary; bring your contract and letters.
Describe your case to us in a few words together with your name and telephone number, and a lawyer calls back on the same day to tell you whether we can take it.`,
  ),
  kb(
    'notary',
    'legal',
    'B',
    'PTXL',
    `
The notary certifies deeds, wills and company registers. Fees are laid down by statute.
Bring a valid passport. Certified copies are made while you wait.
Signing takes place by appointment only, on weekdays between nine and four; drafts are sent to all parties two weeks before.`,
  ),
  kb(
    'equipment hire',
    'other',
    'AQ',
    'TX',
    `
Mini excavators, scaffolds and generators for hire. The excavator costs 140 a day, 90 from the fourth day on; the generator 45 a day. Delivery is 2 per kilometre.
What you take for a weekend is charged as one and a half days.
All machines are booked by date. Whether one is free on your days is seen in the calendar at the yard.`,
  ),
  kb(
    'town library',
    'other',
    'Y',
    'PTQX',
    `
The library has 80,000 books, 4,000 films and a reading room with 40 seats. It is open from Tuesday to Saturday.
Borrowing rules: books are lent for four weeks, films for one. A loan is renewed twice unless somebody waits. Late items cost 0.50 a week. Lost items are replaced at your cost.
Children's story time is on Thursdays at four.`,
  ),
  kb(
    'smart thermostat',
    'ecommerce',
    'XTE',
    'ABL',
    `
The Warmly thermostat learns when you are at home. Eco mode lowers the temperature when nobody is there; the window sensor stops heating while you air. It speaks Matter and works with all common assistants.
To reset it, hold the ring for ten seconds until the light turns blue. Schedules are edited in the app.
It ships in two days; follow the parcel with the number in your confirmation.
If it stays offline, our technicians help on the phone, daily from eight to ten in the evening.`,
  ),
  kb(
    'museum',
    'other',
    '',
    'TXQL',
    `
The museum shows four hundred years of clocks. The oldest was made in 1621 in Augsburg. The tower clock strikes every hour.
Open daily except Tuesday, from ten to five. Admission is 9, children are free. The café has cakes from the village bakery.
The building is accessible by lift. Trams 3 and 8 stop outside.`,
  ),
];
