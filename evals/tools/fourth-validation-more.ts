/** The second part of the fourth set. */
import { kb, type LabelledKb } from './labelled.ts';

export const FOURTH_VALIDATION_MORE: readonly LabelledKb[] = [
  kb(
    'optician',
    'healthcare',
    'BPY',
    'TX',
    `
Eye examinations by a person who isn't in a hurry.
Allow 40 minutes. Under-16s and over-60s don't pay, everybody else £30. You can book on the website at midnight if you like, or ring us when we're open. Contact lens wearers: leave them out for a day before your appointment.
Frames: Moscot Lemtosh £245, Cubitts Herbrand £150, our own Parade range £89, children's frames from £40.
Our promise and its limits: new glasses are adjusted free for life. If you can't get on with varifocals within 60 days we remake them once. Made-to-prescription lenses can't be refunded. Scratches count as wear. We keep your record for ten years, as the law says.`,
  ),
  kb(
    'fertility clinic',
    'healthcare',
    'LBE',
    'PTX',
    `
You are not alone: one couple in six waits longer than they hoped.
Our doctors Dr Anand and Dr Sørensen have worked together for eighteen years. The laboratory is in the same building.
First steps. If you'd rather begin by reading, request our information pack: put in your name and email and a nurse adviser will write personally, never a salesperson.
Ready to meet us? A first consultation lasts an hour, in person or by video, and the calendar for both doctors is at the top of this page. We can usually see new patients within a fortnight.
During treatment – pain, fever or heavy bleeding are never "too small": the nurse on call answers 24 hours on the card you were given.`,
  ),
  kb(
    'orthotics workshop',
    'healthcare',
    'B',
    'TXAL',
    `
We make insoles, braces and shoes for feet that are not standard. Master craftsman Jens Aalto runs the workshop with four journeymen and an apprentice called Fine.
Bring your prescription and the shoes that hurt.
Feet are scanned and pressed in foam, and two weeks later you come back for a fitting. Both visits are by appointment: phone 0431 555 26 in the mornings or ask at the counter.
Ground floor, level entrance, parking for two.`,
  ),
  kb(
    'hospice volunteers',
    'healthcare',
    'LE',
    'PTXQ',
    `
We sit with people who are dying, and with those who love them. It costs nothing, whatever you believe in.
Do you need us? At any hour one of our coordinators is there to talk to, 0800 555 7714, and at night as well. Don't wait until it becomes unbearable.
Would you like to give time? Volunteers are prepared over six months of evenings. Tell us a little about yourself on the volunteer form – name, phone number, why – and Beatrix will invite you for a talk.
Remembrance service: first Sunday in November, St Anne's.`,
  ),
  kb(
    'sleep apnoea devices',
    'healthcare',
    'XPT',
    'BA',
    `
CPAP machines and masks, straight to patients.
AirEase Auto €690, AirEase Travel €540. Nasal mask Feather €95, full-face mask Halo €139, hose €22, filters, pack of ten €14.
Getting used to it: hold the dial for three seconds to start the ramp, which raises the pressure slowly over twenty minutes. The droplet symbol sets the humidity. A red mask symbol means air is leaking – tighten the lower straps first. Nights are stored on the card and the app draws them as a curve for your doctor.
Shipping is free over €60. Machines travel with DHL Express and need a signature, masks come by letter post in two to three days.`,
  ),
  kb(
    'mortgage broker',
    'finance',
    'LBY',
    'PTX',
    `
Whole of market. That means ninety lenders and not just the ones on telly.
We start with you: forty minutes with a broker, phone or Zoom, evenings too. Pick whatever slot works from our online diary.
Only want to know roughly what you could borrow? Send us your income, deposit and a mobile number and we'll text a ballpark back, no credit check involved.
How we are paid and other legal bits: lenders pay us commission, which we tell you before you apply. If you withdraw after an offer was issued, we charge £395. YOUR HOME MAY BE REPOSSESSED IF YOU DO NOT KEEP UP REPAYMENTS. Complaints we cannot settle in eight weeks may go to the ombudsman. We hold documents for six years after a mortgage ends.`,
  ),
  kb(
    'invoice factoring',
    'finance',
    'QL',
    'TXAP',
    `
Paid today instead of in ninety days.
You sell us an invoice; we advance 85% within a day and the remainder, less our charge, when your customer settles. The charge is 1.4% for the first thirty days and 0.05% for every day after. On a 10,000 invoice paid after 45 days that makes 215.
We work with hauliers, recruiters, food wholesalers and small manufacturers with a turnover from 100,000.
Could it work for you? Give us company name, yearly turnover and a telephone number here. Marta or Piotr phones back before close of business.`,
  ),
  kb(
    'motorbike insurance',
    'finance',
    'EYQ',
    'TA',
    `
Insurance for people who ride because they like it.
What you pay follows from the engine size, your age and how far you go: a 600 ridden 3,000 miles by a 40-year-old comes to about 210 a year; every thousand miles more adds 17. Multi-bike takes 15% off the second.
Had a crash? Breathe. Then ring our claims people, 0330 555 0147, 24/7. They sort out recovery and get you home.
What's in and what's not: theft is covered if the bike was locked with an approved lock. Track days are excluded. The excess is 250, or 500 under 25. You may cancel within 14 days for a full refund; later there's a 35 fee. Tell us about modifications or claims may be refused.`,
  ),
  kb(
    'sailing school 2',
    'education',
    'APY',
    'TX',
    `
Learn to sail on the Menai Strait
- Start Sailing, two days: £225
- Better Sailing, two days: £240
- Powerboat Level 2: £265
- Junior Week (8–15): £310
- Private tuition, per day: £380
Dates run from Easter until October. Six to a boat and no more, so spaces go; have a look at the course calendar, red means gone and green means come.
Wind too strong or none at all? We move you to another weekend free of charge. If it's you who can't come, we need 21 days' notice or the fee is lost. Non-swimmers tell us beforehand. Buoyancy aids are worn at all times on the pontoon. Under-12s need a grown-up on site.`,
  ),
  kb(
    'maths tutor',
    'education',
    'BQ',
    'TX',
    `
GCSE and A level maths, from somebody who failed it the first time.
I teach at my kitchen table in Didsbury or by video. One pupil 42 an hour, two friends together 28 each. Ten hours paid in one go are nine. Easter crammers are by the half-day: 110.
First lesson's a taster – half an hour, no charge. Message me to fix a day after school; Wednesdays and Sundays are best.
Past papers are all on my site. Bring a calculator you know.`,
  ),
  kb(
    'international boarding school',
    'education',
    'LBY',
    'PTX',
    `
300 pupils from 41 nations live and learn above Lake Thun. Instruction is in English and German; mornings in the classroom, afternoons on snow or water.
Families are welcome throughout the year. Visits last half a day, include lunch with pupils, and are arranged with Mme Keller in Admissions for a day of your choosing.
For the prospectus and fees, please complete the enquiry form; we reply to the email address you give us within two working days.
From the handbook: telephones are handed in at 21.00. Leave at weekends needs written permission by Thursday. Pupils found with alcohol are sent home for a week. A term's notice, or a term's fees in lieu, is required before a pupil leaves. The registration fee is not refundable.`,
  ),
  kb(
    'online piano courses',
    'education',
    'XYE',
    'TA',
    `
From first notes to Für Elise.
How the lessons work: plug in a keyboard by USB, or put your phone on the music stand and let it listen. The score waits for you until the right key is pressed. Loop two bars, slow them to half speed, hide the left hand. The practice diary marks every day you've played.
Membership is monthly or yearly. It goes on until you stop it; stop it in Settings and you can use what's paid for. Yearly members may change their mind for 30 days and get all of it back. One account is for one household. Lessons may not be recorded or shown in public.
Trouble? Write to our teachers' desk or use the chat. A real person, often holding a coffee, answers between 8 and 22.`,
  ),
  kb(
    'holiday flat manager',
    'real_estate',
    'LQ',
    'TX',
    `
You own it, we let it. 140 flats on the coast between Nice and Menton are in our care.
Cleaning, linen, keys, guests at 2 am: our job. Owners get a statement each month.
We take 18% of rent up to 20,000 a year and 15% of what's above. Cleaning is charged to guests by size: 60 for a studio and 25 for every bedroom more. Without rent there's no fee.
What could yours earn? Tell us address, bedrooms and how to reach you and our Claire will call with an estimate based on flats nearby.`,
  ),
  kb(
    'student housing',
    'real_estate',
    'PAEY',
    'TX',
    `
Rooms: Classic en-suite, 13 m², £158 a week. Premium en-suite, 16 m², £179. Studio with own kitchen, £219. Twin studio £136 each.
What's left for September is shown live under Rooms: at the time of writing seven Classics and two Studios, no Premium.
House rules, in short: no candles, no hob in rooms, no pets, guests at most two nights running. Rent is due in three instalments. You can cancel for free until results day; afterwards only when somebody takes over your room. Deposits are held in a scheme and returned within ten days of moving out.
Locked out, flooded, worried about a flatmate? The front desk is staffed 24 hours. Dial 0 from any corridor phone.`,
  ),
  kb(
    'chartered surveyors',
    'real_estate',
    'QBL',
    'PTX',
    `
Look before you buy.
Level 2 survey: £420 for homes up to £200k, then £50 for every additional £100k of price. Level 3: half as much again. Flats less £40, houses from before 1900 plus £120.
Our report is with you five days after the visit. Photographs, traffic lights and a page in plain English.
To instruct us simply choose the day of the inspection online, mornings or afternoons, and we sort out keys with the agent.
Listed buildings, farms and anything odd: drop us a message with the address and your contact details and Hamish prepares a bespoke quotation.`,
  ),
  kb(
    'new homes developer 2',
    'real_estate',
    'PBL',
    'TXQ',
    `
MILL REACH – 48 homes by the water
The Heron, two bedrooms, from £284,950. The Kingfisher, three bedrooms, from £349,950. The Otter, four bedrooms and garage, from £439,950. Six more plots follow in the second phase.
The show home has been furnished by Annika Holm. It can be seen Thursday to Monday; kindly make an appointment, so somebody has time for you.
Want plans of the second phase before they're published? Register with name and email and we'll let you know first.
Five minutes' walk to the primary school, eleven to the train.`,
  ),
  kb(
    'mountain hut',
    'hospitality',
    'AY',
    'PTXL',
    `
Refuge du Plan, 2,337 m, 54 mattresses in four dormitories.
The warden Elise is up here from mid-June to the last weekend in September. In winter a small room with a stove stays open.
Half board: soup, a main, cheese, dessert, and breakfast from three o'clock for those who climb.
There are nights in July and August on which every mattress is taken, and the hut can't be stretched. Check on the booking calendar which nights still have places before you set off.
Please note. Boots stay in the porch. Bring a sheet sleeping bag. Everyone carries their own rubbish down. If you don't turn up and haven't phoned by 5 pm we charge the night. No cards, there's no signal.`,
  ),
  kb(
    'wedding barn',
    'hospitality',
    'LAB',
    'TX',
    `
An oak-framed barn from 1780, a walled garden, and forty acres of nothing else.
We host thirty weddings a year, one at a time. Dinner for up to 140, dancing until one.
Open dates: 2027 – 9 May, 4 July, 19 September and most Fridays. 2028 – plenty. The list is renewed every Monday.
Come and walk round. Show-rounds are at weekends with Imogen, an hour each, by prior arrangement.
Price list and menus: we send them out on request. Just tell us your names, roughly how many guests, and an email.`,
  ),
  kb(
    'pizzeria with delivery',
    'hospitality',
    'PT',
    'BXL',
    `
Da Enzo – wood oven since 1988
Marinara 8.50. Margherita 9.50. Diavola 12. Quattro formaggi 12.50. Calzone 13. Tiramisù 5. Moretti 3.80.
Eat in or take away, Tuesday to Sunday from 5.
We also bring it round. Free within two miles over 20, otherwise 2.50. Usually it's 40 minutes; on Fridays rather an hour. You'll see on your phone when the oven is done and the scooter's on its way.
The dough rests for two days, which is why we sometimes run out.`,
  ),
  kb(
    'rural bed and breakfast',
    'hospitality',
    'A',
    'TXL',
    `
Three rooms in a farmhouse near Hay: Apple, Pear and Plum. Doubles with a shower and a view of sheep.
Breakfast is what the hens and Brian allow. We can do a packed lunch.
£95 for two, £75 alone.
We're only small and festival week goes a year ahead. Phone or look at the chart below to see if a room is vacant for your nights.
The bus from Hereford stops at the lane, and dogs sleep in the boot room.`,
  ),
  kb(
    'city tour buses',
    'hospitality',
    'Y',
    'TXL',
    `
Hop on, hop off, 21 stops, every 20 minutes.
Tickets: 24 hours €24, 48 hours €31, family (2+3) €65, night tour €19, combi with river boat €37.
Good to know: tickets are valid from first use and aren't refunded unless a tour is cancelled by us. Children under five ride free on a lap. Folding buggies only. Bikes and hot food are not carried. Lost tickets can't be replaced. In storms the top deck is closed.
Headphones are in the seat in front of you; commentary in twelve languages, plus one for kids by a talking pigeon.`,
  ),
  kb(
    'immigration lawyers 2',
    'legal',
    'BE',
    'PTXA',
    `
Visas, settlement, nationality and appeals. We speak Tigrinya, Arabic, Farsi and French.
Most people begin with a one-hour advice session, face to face or on video. Choose a time online or phone the office; bring every letter you've had from the Home Office, even the ones you don't like.
Detained, or a relative has been? Don't wait for office hours. Call our detention line on 020 7946 0991 and the duty solicitor will act at once.
We're regulated by the SRA, number 555143.`,
  ),
  kb(
    'will writers',
    'legal',
    'QBY',
    'PTX',
    `
Wills without the waffle.
Single will 140, mirror wills for couples 220. Each trust adds 95, each property abroad 60, and a lasting power of attorney is 150 or 270 for two.
We visit you at home, daytime or evening. Use the form to name two dates that suit and Colin will confirm one.
Our terms. You have 14 days to cancel and pay nothing. Once a draft has been sent, half is due. We store originals free for as long as we exist, and hand them only to you or your executors against identification. We don't advise on tax outside the UK.`,
  ),
  kb(
    'patent boutique',
    'legal',
    'L',
    'PTXAE',
    `
Five patent attorneys, three with doctorates in chemistry. Since 2003 we have drafted for battery makers, breweries and one very patient inventor of umbrellas.
Germany, Europe, United States, Japan, with colleagues we know by first name.
An invention on your mind? Please don't publish it yet. Send a few lines without the secret part, your name and where to reach you; a partner gets in touch to sign a confidentiality agreement and hear the rest.`,
  ),
  kb(
    'climbing gym',
    'other',
    'AY',
    'T',
    `
1,800 square metres of wall and a café with good soup.
Day ticket 14, students 11, ten-visit card 120, month 55, year 540. Shoes 4, harness 3, chalk 2.
Beginner evenings: Mondays and Thursdays, eight people, 35 with gear. Under Courses you see which evenings have room, Thursdays are often full three weeks ahead.
Rules of the hall: belay only if you've shown us you can. No chalk outside bags. Nobody under 14 climbs without an adult. Phones away while belaying. Abos pause for illness with a doctor's note, and run on by a month unless ended in writing. Whoever ignores staff has to leave without refund.`,
  ),
  kb(
    'repair café',
    'other',
    '',
    'TXLPQ',
    `
Toaster on strike? Bring it along. Every second Saturday of the month from 2 to 5, community hall, free, donations in the teapot.
Our fixers: Walter (radios), Sunita (sewing machines), Jo (anything with wheels). You sit beside them and learn how.
Last year 311 things were saved from the tip. Cake by whoever feels like baking.`,
  ),
  kb(
    'city recycling service',
    'other',
    'EYB',
    'PTX',
    `
What goes where. Blue bin: paper and card, flat. Brown bin: garden and kitchen, no plastic bags. Grey bin: the rest. Glass to the bottle banks between 7 and 20 h only. Bins must be on the kerb by 6 and back by 20 h. Overfull or wrongly filled bins stay where they are. Trade waste is not accepted at the depots. Batteries and gas bottles never belong in a bin.
Bulky things: two collections a year are free. Arrange yours online or by phone, you are offered days about two weeks from now.
Bin missed, broken or on fire? Our service desk, 555 115, takes reports from 6 to 22 h and sends out a crew.`,
  ),
  kb(
    'smart lock for clubs',
    'other',
    'XPE',
    'AQ',
    `
Knock opens doors for members and no one else.
Knock One for wooden doors 249, Knock Gate for turnstiles 590, spare fobs 6, wall reader 119.
In the portal, add a member and pick the hours in which their phone or fob works. Guests get a code that dies at midnight. The log shows who came when, and rules can lock everything at closing time. Low batteries send you a mail two weeks before; a nine-volt block held to the contacts gets you in even when they are flat.
Door won't open? Our emergency desk is reachable day and night and can release it from afar once you've said the pass phrase.`,
  ),
];
