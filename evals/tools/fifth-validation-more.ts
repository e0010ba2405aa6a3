/** The second part of the fifth set. */
import { kb, type LabelledKb } from './labelled.ts';

export const FIFTH_VALIDATION_MORE: readonly LabelledKb[] = [
  kb(
    'osteopath',
    'healthcare',
    'BY',
    'PTX',
    `
Karin Voss treats backs, necks, babies and the occasional harpist.
First visits take an hour, later ones forty minutes. You can book online at any hour, or leave word on the machine and Karin rings back.
Please remember: appointments that are cancelled less than a day ahead have to be charged. Bring X-rays. Minors only come with a parent. Payment is due on the day; you claim it back from your insurer yourself. Notes are kept for ten years.`,
  ),
  kb(
    'eye laser centre',
    'healthcare',
    'LBE',
    'PTX',
    `
Over 30,000 eyes since 2004. Surgery takes ten minutes an eye. You see well the next morning.
Want to read first? Give us your name and email and we will send you the patient guide.
Are you suitable? A free examination lasts ninety minutes and is by appointment, in Leeds or York.
After surgery: sudden pain or loss of sight, ring the surgeon on call. The number on your card is answered 24 hours.`,
  ),
  kb(
    'meal replacement for patients',
    'healthcare',
    'PT',
    'BXLA',
    `
Complete nutrition on prescription or off.
Drink vanilla, 4 × 200 ml, 11.90. Drink berries 11.90. Soup tomato 13.50. Pudding cocoa 12.40. Powder 900 g 34.
We deliver in discreet boxes, free above 50. Standard delivery in two working days; track it with the link we text you.
Developed with the dietitians of two hospitals in Lyon.`,
  ),
  kb(
    'addiction counselling',
    'healthcare',
    'BE',
    'PTXQ',
    `
Drink, pills, gambling, screens. We've heard it all before and we don't judge.
Talks are free. You arrange a time with our front office, in person or over the phone, and nobody asks for your insurance card.
If you can't go on, or are afraid of what you might do, don't stay alone with it. Our crisis line has a counsellor on it at every hour of every night: 0800 555 310.`,
  ),
  kb(
    'travel vaccination clinic',
    'healthcare',
    'ABY',
    'TX',
    `
Going far? Come six weeks before you fly.
Appointments: pick a slot online. Bring your old vaccination card.
Yellow fever is given on Thursdays only and the vaccine is limited to twenty a week, so please check which Thursdays still have doses before you choose your flight.
We cannot vaccinate people with a fever. Under-12s are seen at the hospital. Certificates that are lost cost 15. Missed appointments are charged at 20, and opened vaccines can't be refunded.`,
  ),
  kb(
    'credit card for students',
    'finance',
    'XEY',
    'TAB',
    `
Pay with your phone, split the pizza, see what's left of the month. Set a weekly limit with the slider. Round-ups go to a jar. Shake the phone to block the card.
Card gone or a payment you don't know? Call us at once, 24 hours, +44 20 5550 199, and a person blocks it.
Conditions: you must be 18 and enrolled. Interest is charged at 19.9% if you don't pay in full. A late payment costs 12. We may close accounts that are unused for a year. Cash withdrawals abroad carry a fee of 2%.`,
  ),
  kb(
    'pension consultants',
    'finance',
    'LB',
    'PTXA',
    `
Independent since 1991. We advise employers with 20 to 2,000 staff, from bakeries to a zoo.
A first meeting is free. Name a day, and one of our partners comes to your office.
Only after a second opinion on your present scheme? Send us the annual statement, your name and a number, and you'll hear from us within the week.`,
  ),
  kb(
    'equipment leasing',
    'finance',
    'QLY',
    'TX',
    `
Ovens, vans, scanners: use them now, pay monthly.
The instalment follows from price and term. Per 1,000 it's 31 over 36 months, 24 over 48 and 20 over 60. A van at 30,000 over 48 months comes to 720.
For an offer tell us what you'd like to lease, your company's name and whom we may call.
What you sign: you insure the goods. They stay ours until the last instalment. Ending early costs what is outstanding less 4%. Goods must not leave the country without our consent.`,
  ),
  kb(
    'pottery school',
    'education',
    'PAY',
    'TX',
    `
Wheel for beginners, six evenings, £190. Handbuilding, four evenings, £130. Glaze weekend £175. Raku Sunday £85. Family hour £30.
Eight wheels means eight people. September is full; October has two places on Mondays, and all of November is open. The timetable online is always up to date.
Good to know. We fire twice a month. Pieces not fetched in six weeks are recycled. If you drop out a week before, we keep half. Missed evenings can't be made up. Under-16s only in the family hour.`,
  ),
  kb(
    'speech therapy for children',
    'education',
    'BE',
    'PTXA',
    `
We help children who stammer, lisp or don't speak yet. Our rooms have a ball pit.
To begin with, parents come on their own for a talk. Ring Helga to settle on a date.
If something about the therapy worries you, say so. Our head of practice, Ms Oduya, takes complaints herself and answers each within a week.`,
  ),
  kb(
    'business school',
    'education',
    'LBY',
    'PT',
    `
Executive MBA, 18 months, alongside your job. Classes on Fridays and Saturdays. Modules in Lisbon, Warsaw and Seoul.
Request the brochure: give us name, email and employer, and an adviser gets in touch.
See for yourself. You may sit in on a class; choose a Saturday and let Teresa know.
Regulations: two years of management experience are required. Applications close on 31 May. Fees are due in three parts. Whoever withdraws after the first module gets nothing back. Attendance below 80% leads to exclusion. Theses are checked for plagiarism.`,
  ),
  kb(
    'language exchange café',
    'education',
    '',
    'TXQEL',
    `
Every Wednesday from seven, tables by language: a little flag tells you which. French, Turkish, Japanese, Plattdeutsch.
You don't have to buy anything but the owner is glad if you do. Beginners welcome, grammar forbidden.
It began in 2013 with two tables and a rainstorm.`,
  ),
  kb(
    'garage lettings',
    'real_estate',
    'AQY',
    'TX',
    `
1,400 lock-up garages in the county.
Rent goes by size and term: £3.10 per square foot a year, 10% less if you pay for twelve months at once, and £40 for the second key fob.
Free garages change every day. Look at the map: green ones are vacant now, amber ones from next month.
Rules: cars, bikes and boxes only. No fuel beyond what's in the tank, no trading, no sleeping. Notice is one month. Two months' arrears and the lock is changed. Locks are ours; lost keys are £25.`,
  ),
  kb(
    'estate agents on the coast',
    'real_estate',
    'PBL',
    'TX',
    `
NEW: Gull Cottage, 2 bed, sea view, £315,000. Harbour Mews, 3 bed, £410,000. The Old Chandlery, 5 bed and a slipway, £925,000. Plot with permission at Trewen, £180,000.
Viewings every day but Sunday. Ring Morwenna to arrange yours.
Selling? Ask for a free valuation: your address and number on the card at the bottom, and Jago is in touch by tomorrow.`,
  ),
  kb(
    'building managers',
    'real_estate',
    'EYL',
    'PTX',
    `
We look after 90 apartment blocks for their owners.
Residents: lift stuck, heating cold, water where it shouldn't be? Our fault desk never sleeps. 0131 555 0190.
House rules for all blocks: bikes in the cellar, nothing in stairwells, no barbecues on balconies, quiet between ten and six. Service charges are due quarterly, reminders cost 10. Works on walls need consent.
Owners' associations looking for a manager can send us the address, number of flats and a contact, and we'll prepare an offer.`,
  ),
  kb(
    'houseboat hotel',
    'hospitality',
    'AYE',
    'TX',
    `
Four cabins on the Amstel, built from a coal barge.
From 140 a night with breakfast. All cabins face the water. Houseboats fill up fast around King's Day; put your dates into the search to find out whether one is left.
Free cancellation until 72 hours before, then the first night is charged. No shoes on deck. No parties. Children need to be able to swim. Damage deposit 100. Check-out is at 11.
Somebody from the crew sleeps on the next boat. Ring the ship's bell or dial 9 if anything's wrong at night.`,
  ),
  kb(
    'food truck catering',
    'hospitality',
    'QLA',
    'X',
    `
Tacos at your wedding, office or funeral (it happened, they loved it).
From 13 a head for 50 guests, 11.50 from 100, plus 120 for the truck and 1 a mile after the first twenty.
We have two trucks and Saturdays in June go first. Look at our calendar for the ones still free.
Ready? Tell us the date, the place, how many mouths and your phone number, and Lupe gets back to you with a menu.`,
  ),
  kb(
    'sourdough pizzeria',
    'hospitality',
    'A',
    'XLQ',
    `
Margherita 10, Nduja 13, Mushroom & thyme 12.5, Four cheese 13, Tiramisu 6.
36 seats and a counter. We take reservations for half of them, and Thursday to Saturday they're often gone; check online for a free table before you come.
Flour from Shipton Mill, tomatoes from a cousin.`,
  ),
  kb(
    'ski chalet',
    'hospitality',
    'ALY',
    'TX',
    `
Chalet Mélèze sleeps fourteen, has a boot room, a hot tub and Gaston, who cooks.
Weeks run Saturday to Saturday. As of today New Year and both half-term weeks are taken, 10 January and all of March are free. The list is renewed daily.
Groups: write to us with your week, number of people and email address and we'll make you an offer including passes.
A third is payable on booking and isn't returned. The rest is due eight weeks before. Skis stay in the boot room. Glass isn't allowed in the tub. The house is left by ten on Saturdays.`,
  ),
  kb(
    'hotel for cats',
    'hospitality',
    'AYQ',
    'TX',
    `
Twelve suites with a window on birds.
One cat 19 a night, two in the same suite 31, each more 10. Medicine 2 a day. Over three weeks take 10% off.
Summer and Christmas suites are gone months ahead. The calendar tells you which nights have one.
House rules: vaccinated and neutered cats only, proof on arrival. Cats with fleas are treated at your expense. Nights that are cancelled within a week are paid in full. Collection is until five; later means another night.`,
  ),
  kb(
    'driving offence solicitors',
    'legal',
    'BEQ',
    'PTX',
    `
Points, bans, speeding, phones.
Fixed fees: guilty plea 450 plus VAT, trial 1,200 for the first day and 700 for each day after. Travel beyond 50 miles is 45p a mile.
A first consultation by phone is free; choose a time that suits on the next page.
At the police station now? Say nothing and call our 24-hour line. A solicitor answers.`,
  ),
  kb(
    'employment tribunal firm',
    'legal',
    'LY',
    'PTX',
    `
We act for employees and nobody else.
Tell us your story in the claim checker. Add a phone number, and within one working day a solicitor lets you know whether it's worth going on.
No win, no fee: you pay 30% of what you get, nothing if you lose. You must not settle behind our back, or our hours are due. We may stop if you mislead us. Papers are kept for six years. Complaints go to Ms Brand first, then to the ombudsman.`,
  ),
  kb(
    'notary 2',
    'legal',
    'BQ',
    'PTXA',
    `
Dr. Elena Marchetti, notary, second floor, ring twice.
Deeds, companies, wills, powers of attorney. Italian, English, German.
Fees follow from the value: up to 50,000 it's 380, and every 50,000 more adds 95. Copies are 4 a page.
To sign you need an appointment. Phone my assistant Paolo, or write to him with two dates. Bring your passport.`,
  ),
  kb(
    'museum of clocks',
    'other',
    '',
    'TXLQE',
    `
Two hundred clocks, none of which agree.
Open Wednesday to Sunday, 11 to 5. Adults 8, children 4. The café does scones.
The oldest clock has one hand and was made for a monastery in 1590. At noon we let them all strike. Bring the children, cover their ears.`,
  ),
  kb(
    'parcel courier',
    'other',
    'TQE',
    'B',
    `
Bikes and vans in Bristol since 1999.
A parcel up to 5 kg costs 7 within the ring, each kilo more 60p, each mile beyond 1.10. Before nine costs half as much again.
Waiting for something? Enter your consignment number and see the rider on the map. Recipients get a text when it's three stops away.
Lost, wet or late? Ask for Denise in customer service, 0117 555 20, she finds everything.`,
  ),
  kb(
    'community choir',
    'other',
    'L',
    'TXQP',
    `
Ninety voices, no auditions. Thursdays at half past seven, Baptist hall.
We've sung Fauré in a swimming pool and carols on a ferry.
Like to join? We take new singers in January and September. Give Frances your name, voice and email on the sign-up page and she'll write to you before term starts.`,
  ),
  kb(
    'leisure centre',
    'other',
    'AYB',
    'TX',
    `
Pool, gym, four courts, sauna.
Courts and lanes can be reserved by the hour. On the screen in the hall and in the app you see what's free today and tomorrow.
New to the gym? An introduction with a trainer is compulsory. Book yours at reception, it takes 45 minutes.
Membership runs for twelve months and then monthly. Freezing is possible for illness. No outdoor shoes, no glass by the pool, no photographs in the changing rooms. Children under eight only with an adult. Cards mustn't be lent.`,
  ),
  kb(
    'smart garden kit',
    'other',
    'XTP',
    'BAL',
    `
Sprout grows lettuce in your kitchen.
Sprout One 79, Sprout Three 149, seed pods, six of them, 14, nutrients 9.
Fill the tank to the line, push in the pods, plug in. The lamp follows the sun; press once for holiday mode. When the drop glows it's thirsty. In the app choose what you've planted and it tells you when to cut.
Shipped within two days across the EU and UK. You get a message with the tracking number as soon as the box leaves us.`,
  ),
];
