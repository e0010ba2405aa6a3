/** The fifth set: once untouched, its figure is in decision 023; learned from since. Goes on in `fifth-validation-more.ts`. */

import { FIFTH_VALIDATION_MORE } from './fifth-validation-more.ts';
import { kb, type LabelledKb } from './labelled.ts';

export const FIFTH_VALIDATION: readonly LabelledKb[] = [
  kb(
    'tree surgeon',
    'service',
    'LE',
    'TXP',
    `
Oak & Ash Arborists. Pruning, felling, hedges, stumps. Our climbers hold NPTC certificates, and every branch is chipped and reused.
No two trees are alike, so we come back to you with a written price: send a photo of the tree, your postcode and your mobile number through the form, and Ben replies within two days.
Storm damage? A tree on the house or across the road won't wait. Our emergency crew answers day and night on 01273 555 64.`,
  ),
  kb(
    'nail bar',
    'service',
    'BY',
    'TXL',
    `
Gel, acrylic, plain polish. Little Tokyo Nails is two doors from the cinema.
Gel manicure 32, pedicure 38, removal 10, nail art from 5.
To book, choose your technician and a time in the app, or just ring us. We're closed on Mondays.
Our salon rules: arrive on time please. After ten minutes we may have to shorten your treatment. Cancelling on the day costs half. We redo chipped gel free of charge within five days. No children on the laps of guests while we work.`,
  ),
  kb(
    'carpet cleaners',
    'service',
    'QB',
    'TX',
    `
Deep clean, dry by evening.
How we price: 3.20 per square metre of carpet, at least 60. Sofas are 25 a seat, stairs 2.50 a step, and stain guard adds 30%.
We bring the machine and the soap, you bring the kettle.
Choose a day and a two-hour window online, or phone Sheila who runs the diary.`,
  ),
  kb(
    'sign painter',
    'service',
    'L',
    'TXA',
    `
I'm Ione. I paint shop fronts, pub signs and boats by hand, with brushes that cost more than my car.
I learned in Glasgow under Old Sandy and have been on ladders since 2006. You'll have walked past my work if you've been to Leith.
Would you like one? Drop me an email with a picture of the wall, what it should say and how to get hold of you, and I'll send you a drawing and a price.`,
  ),
  kb(
    'generator hire',
    'service',
    'AQE',
    'TX',
    `
Power for building sites, film sets and weddings. Silent diesel sets from 20 to 250 kVA.
Rates: 20 kVA 85 a day or 340 a week; 100 kVA 210 a day or 840 a week. Fuel by the litre at cost plus 8%. Cable is 4 per ten metres.
The big sets are often out in summer. Give us your dates and we'll look what's in the yard.
If a set stops, call the hotline. A fitter is on the road 24 hours a day and usually with you in ninety minutes.`,
  ),
  kb(
    'cobbler',
    'service',
    '',
    'TXLA',
    `
Heels while you wait. Soles in two days. Zips, bags, keys cut.
Heels 12, half soles 24, full soles 55, keys 6.
We're in the arches beneath the station, between the florist and the man who sells umbrellas. Open from half seven for commuters. Grandad's last is still on the shelf.`,
  ),
  kb(
    'home insulation',
    'service',
    'LQY',
    'TX',
    `
Cut your heating bill by a third.
Loft insulation is £14 a square metre for 270 mm, cavity walls £11 a square metre, and hatches £60 each. A typical semi has 45 square metres of loft.
See if you qualify for a grant: leave your name, postcode and phone number and one of our surveyors will call you back.
Guarantee. Our work is guaranteed for 25 years by the agency. The guarantee ends if the walls are drilled. Damp that was there before isn't covered. You can withdraw within 14 days of signing.`,
  ),
  kb(
    'skincare brand',
    'ecommerce',
    'PTY',
    'BAQ',
    `
**Bare Minimum** – five products, nothing else.
Cleanser 18. Day cream 26. Night balm 32. Sun lotion SPF 50, 24. Set of all five 99.
Orders leave Ghent within a day. Belgium next day, rest of Europe two to four days, with a tracking link in your inbox.
Skin not happy? Return it, even opened, inside 60 days and you'll get your money back. We refund the product, not the postage. Sets can only come back complete.`,
  ),
  kb(
    'custom bikes',
    'ecommerce',
    'PBX',
    'A',
    `
Hand-built in Utrecht.
Models: Polder (city, from 1,790), Wad (gravel, from 2,450), Dijk (e-bike, from 3,600). Panniers 89, child seat 139.
To be measured you come by the workshop. It takes an hour, so make an appointment with Joris.
About the Dijk: hold the button to switch on, tap it to move between eco, tour and boost. The app shows range and where the bike stands, and it locks the motor when you walk away. A flashing blue ring means an update's under way; don't ride then.`,
  ),
  kb(
    'party balloons by post',
    'ecommerce',
    'PTE',
    'BX',
    `
Balloons that arrive blown up, in a box, and rise when it's opened.
Single foil heart £19, number balloons £24 each, bunch of seven £39, the giant £55.
Choose the day of delivery at the checkout. The courier sends you a one-hour slot in the morning, and you can follow the van.
Popped or late? Birthdays don't wait: phone or chat with our customer care team, 8 to 8, also at weekends, and we put it right the same day.`,
  ),
  kb(
    'fabric by the metre',
    'ecommerce',
    'PQTY',
    'BX',
    `
Linen 19.50 a metre, cotton lawn 14.90, wool felt 32, velvet 27. More than 600 designs.
Cut to your length: price times metres, rounded to ten centimetres. Above 10 metres 8% less, above 30 metres 15%.
We post twice a week, parcels arrive two or three days later and can be traced on the carrier's page.
Cut fabric can't be returned unless it is faulty. Faults must be reported before washing. Samples aren't refunded. Colours on screens differ and are no reason to complain.`,
  ),
  kb(
    'camera drone maker',
    'ecommerce',
    'XYP',
    'BLQ',
    `
Swift 2 (249 g, 4K) 459. Swift Pro (obstacle sensors, 5.1K) 899. Battery 59, propellers, set of four, 12.
Flying: press both sticks inwards to start the motors. Return-to-home brings it back when the battery is under 20%. Draw a line on the map and it flies along it. Three red flashes mean that the compass has to be calibrated: turn it once around each axis.
Warranty: two years. Crashes and water aren't covered. Batteries have six months. A drone that was opened by others loses all claims. Exchange takes place after inspection.`,
  ),
  kb(
    'honey farm shop',
    'ecommerce',
    'PT',
    'BXAQ',
    `
From our 120 hives on the Cotswold edge.
Spring blossom 340 g £7.50, heather 340 g £9.80, comb £12, beeswax candles £6 the pair, propolis drops £11.
Jars are sent in recycled cartons every Wednesday by Parcelforce. You'll be emailed the number of your parcel.
Bees sleep in winter. We don't, we build frames.`,
  ),
  kb(
    'inventory app',
    'saas',
    'XQE',
    'TB',
    `
Shelfie counts so you don't.
Scan with any phone. Set a minimum, and Shelfie writes the order to your supplier when stock falls below it. Move goods between stores with a swipe. Expiry dates are watched, and a traffic light shows what to sell first. Connects to Shopify, Square and Lightspeed.
Price: 12 a month for each location plus 2 per 1,000 items; yearly payment takes 15% off.
Something's off? Talk to our support people in Porto by chat or phone, every day from 7 until 23.`,
  ),
  kb(
    'legal drafting software',
    'saas',
    'XLY',
    'TPA',
    `
Clause finds the paragraph you wrote three years ago.
Highlight a sentence and similar ones from your own contracts appear beside it. Compare versions in colours, accept or reject with a key, and number everything anew in a click. Works inside Word. Redaction removes names in bulk.
For firms with more than 20 lawyers: fill in the enquiry form with your firm, headcount and work email, and our team sends you a proposal.
Security and terms: documents never leave the EU and aren't used for training. We delete everything 30 days after you leave. Contracts run for a year and renew unless cancelled 60 days before. Liability is capped at yearly fees.`,
  ),
  kb(
    'habit tracker',
    'saas',
    'XY',
    'TABL',
    `
Small steps, every day.
Add a habit, choose how often, and tick it off from the lock screen. Miss a day and the chain bends, but doesn't break. Charts show weeks and moods next to each other. Reminders learn when you usually do things. Pair up with a friend and nudge each other.
Plus costs 3 a month. You can cancel at any time and keep Plus until the month is over. Refunds within 14 days, no questions. We don't sell data; ask and we erase all of it.`,
  ),
  kb(
    'webinar platform',
    'saas',
    'XBQ',
    'TP',
    `
Stage runs in the browser. Polls, hand raising, breakout rooms, captions in nine languages. Record in one click and cut the recording by deleting words from the transcript. Your colours and your logo throughout.
You pay per event: 40 for up to 100 people and 25 for every further hundred.
Not convinced? Reserve twenty minutes with a host who'll show you the platform live. Times are in the calendar below.`,
  ),
  ...FIFTH_VALIDATION_MORE,
];
