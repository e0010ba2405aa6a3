/** The fourth set: once untouched, its figure is in decision 017; learned from since. Goes on in `fourth-validation-more.ts`. */

import { FOURTH_VALIDATION_MORE } from './fourth-validation-more.ts';
import { kb, type LabelledKb } from './labelled.ts';

export const FOURTH_VALIDATION: readonly LabelledKb[] = [
  kb(
    'upholsterer',
    'service',
    'LQ',
    'TXE',
    `
## Hollis & Daughter, upholstery
We give tired chairs a second life. Dad started in 1981 in a lean-to, I joined in 2009, and there are now three of us in the old dairy at Wick.
What does it cost? It depends how much fabric a piece swallows. A drop-in dining seat takes half a metre, a wing chair six and a three-seater sofa about fifteen. Labour is £38 an hour, fabric anything from £25 to £120 a metre.
Easiest is to snap a couple of photos, note the width, and WhatsApp or email them with your name and postcode. Liz will come back to you, usually that evening, with a figure.
We use horsehair and coir, not foam, unless you ask for foam.`,
  ),
  kb(
    'mobile car valeting',
    'service',
    'B',
    'TX',
    `
SHINE ON – mobile valeting, Swansea & Gower
We come to you, at home or at work. All we need is somewhere to park next to the car. We bring our own water and power.
Mini valet £35. Full valet £80. Machine polish £190. Vans by agreement.
BOOKING: text Gareth on 07700 900 418 with the day you'd like, or use the booking page. We work Mon–Sat and usually have something within the week.
Please empty the boot before we get there!`,
  ),
  kb(
    'lift maintenance',
    'service',
    'E',
    'PTX',
    `
Veritas Lifts keeps passenger and goods lifts running in offices, hospitals and blocks of flats across the Midlands.
Our engineers are trained on all big makes and carry the usual spares in the van. Every lift in contract gets between four and twelve visits a year, and a logbook.
Somebody stuck? Press the alarm in the car or ring the control room on 0121 496 0733. There is a person there round the clock and an engineer sets out straight away; for released passengers our average is 34 minutes.
Not satisfied with a visit? Ask for the regional service manager and he will call you the same day.`,
  ),
  kb(
    'pet sitter',
    'service',
    'BQY',
    'PTX',
    `
Hi, I'm Noor and I look after cats, rabbits and the odd tortoise while you are away.
One visit a day is 14, two visits 25. Each extra animal adds 2 a visit, bank holidays count double, and beyond five miles I charge 45p a mile.
Before the first stay I pop round for a cup of tea so we can meet – it's free, just let me know which evening suits you and I'll put it in the diary.
The small print: half is payable when you reserve, the rest on the first day. Cancel more than a week ahead and I return everything; later than that I keep the deposit. Animals need to be vaccinated and chipped. I can't be held responsible for plants!`,
  ),
  kb(
    'solar installer',
    'service',
    'LXY',
    'TP',
    `
Sunside Energy – panels, batteries and car chargers
We've put up 2,100 roofs since 2012 and employ our own electricians.
How does it start? Fill in the roof form (address, yearly use, how we can reach you). One of our planners studies the satellite picture and phones you to talk through what is possible.
Sunside app: see what your roof makes and what the house uses, minute by minute. Tap the battery to hold charge for the evening. Under Car, choose "only surplus" and the charger waits for the sun. If the light on the box turns orange it has lost the wi-fi; hold the button five seconds and join again.
Guarantees. Panels 25 years on output, inverter 10, our work 5. The guarantee lapses if someone else opens the inverter. Snow and hail are for your insurer.`,
  ),
  kb(
    'barbers',
    'service',
    '',
    'TXQL',
    `
Three chairs, no appointments. Take a seat, we'll get to you.
Cut 16, beard 9, both 22, kids 11.
Tues to Fri 9 till 6, Sat 8 till 4. Cash or card. Mehmet has been cutting here since 1997 and supports Fulham, nobody is perfect.`,
  ),
  kb(
    'party tent hire 2',
    'service',
    'AQ',
    'TXE',
    `
Marquees, stretch tents, tables, chairs and heaters – for weddings, fêtes and the odd funeral.
How we price: tents go by area, 9.50 per square metre for a weekend including putting up and taking down. Floors are 4 per square metre on top. Chairs are 2 each, round tables 8, heaters 45 including gas.
So 60 guests sitting down need about 90 square metres.
We own six tents. From late May until mid-September most weekends fill up in spring, so ask us first which of them is still unspoken for on your weekend.`,
  ),
  kb(
    'running shoe shop',
    'ecommerce',
    'PTY',
    'BAL',
    `
# Stride Republic
## Shoes
Daily trainers: Fleet 4, €129. Fleet 4 Wide, €129. Meadow trail shoe, €145. Sprint spike, €99. All in sizes 36 to 49.
## Socks and bits
Merino crew, 3 pairs €33. Reflective vest €24. Bottle belt €39.
## Delivery
Ordered by noon, out by four. Germany and Austria two working days, rest of the EU three to six. As soon as the carrier has scanned the box you'll find its number in your account.
## Sending things back
100 days, even if you've run in them. Print the label, stick it on, drop it off. Money is back in about a week. Worn socks we'd rather not have. Gift cards can't be turned into cash.`,
  ),
  kb(
    'coffee machine maker',
    'ecommerce',
    'PXE',
    'ALB',
    `
Home espresso, made in Turin since 1958.
Models: Piccola (one group, 1.2 litres) 640. Doppia (two boilers) 1,450. Macinino grinder 290. Tamper, 53 or 58 mm, 38.
First use – Fill the tank, switch on and wait until the ring glows white. Run two cups of water through. A quick tap on the lever gives a short shot, holding it programs a long one. When "C" flashes it's time to descale: see page 14.
Steam wand blocked? Open the tip with the pin supplied.
Something you can't fix yourself? Our technicians in Turin speak four languages and pick up on +39 011 555 0162 from Monday to Saturday.`,
  ),
  kb(
    'organic veg box',
    'ecommerce',
    'TYP',
    'BXQ',
    `
Muddy veg from eight farms, on your step once a week.
Boxes: Tiddler £13.50 (one or two people), Middling £18.95, Whopper £24. Fruit bag £8.20. Six eggs £2.90.
We pack on Monday night. Vans leave at five in the morning, each road has its day, and you get a text when the driver is about ten stops away.
Away next week? Skip by Friday 10 pm, otherwise we'll already have picked for you and have to charge. There's no contract and nothing to pay for stopping. Bruised or missing stuff is credited if you tell us within 24 hours. Please leave the empties out.`,
  ),
  kb(
    'workwear embroidery',
    'ecommerce',
    'PQL',
    'BAX',
    `
Polo shirts from 11.80, softshell jackets from 42.50, chef's whites 29, hi-vis vests 6.40 – all with your logo on.
What embroidery adds: digitising is a one-off 25. Up to 8,000 stitches it's 3.90 a garment, each further thousand 40 cents. From 50 pieces take off 10%, from 200 take off 18%.
Kitting out a whole team? Mail your logo, sizes and a daytime number to teams@threadworks.example and an account manager gets in touch with a sample and an offer.`,
  ),
  kb(
    'vinyl records by post',
    'ecommerce',
    'PT',
    'BXAQ',
    `
Second-hand LPs, graded honestly.
Just in: Nina Simone, Pastel Blues, VG+ £28. Can, Ege Bamyasi, VG £45. Fela Kuti, Zombie, NM £36. Sade, Diamond Life, EX £14. More than 9,000 others by genre, label and year.
Everything goes in stiff mailers, records outside their sleeves so seams don't split. We post on Tuesdays and Fridays, signed for. Lost in the post? Give us the order number and we'll chase Royal Mail.
The shop in Bold Street is for browsing, with a bad sofa and good tea.`,
  ),
  kb(
    'compost and soil',
    'ecommerce',
    'QT',
    'BXA',
    `
Topsoil, bark and compost in bulk bags or loose.
How much do I need? Length × width × depth, in metres, gives cubic metres. A bulk bag holds 0.7. A bed of 4 by 2 metres, 15 cm deep, wants 1.2 cubic metres, so two bags. Loose soil is 54 a cubic metre, down to 46 from ten.
Lorries go to LE, NG and DE postcodes on weekdays. The driver needs a gap of three metres and puts the bag where the crane reaches. You hear from the office the afternoon before, between which hours to expect it.`,
  ),
  kb(
    'shift planning app',
    'saas',
    'XLY',
    'TP',
    `
Rota without tears
Drag a shift on to a name and the clash checker tells you if somebody is on holiday, under 18 or over 48 hours. Staff swap among themselves and you only tap OK. Clocking in works by PIN on the old tablet by the kitchen door. Hours export to Sage and Xero.
Pricing: £2.20 per employee each month, first month free.
Running more than ten sites? Leave us your work email and number of sites; someone from our partnerships team will ring you.
Your data: stored in Dublin and Frankfurt, backed up nightly, erased 60 days after you leave. We are processor, you are controller, and the agreement under Article 28 forms part of the contract. Either side can give a month's notice. Liability is limited to what you paid in the past year.`,
  ),
  kb(
    'church management software',
    'saas',
    'XBE',
    'TP',
    `
Who is who, who gave what, who is on coffee. Parish keeps it in one place.
- People: families, birthdays, consent for photos
- Giving: Gift Aid claims at the press of a button
- Rotas: volunteers say yes or no from a text message
- Children: check-in with printed name badges
Curious? Take a guided tour on screen with Ruth or Daniel. They keep Tuesday and Thursday evenings open for it – choose one that fits your PCC.
Stuck on a Sunday morning? That's when our helpdesk is busiest. Live chat and phone from 7.30, people who have all done a coffee rota themselves.`,
  ),
  kb(
    'translation api',
    'saas',
    'XQ',
    'TAB',
    `
One endpoint, 74 languages.
POST your text to /v2/translate with source and target; leave source out and it is detected. Set formality to "less" or "more". Glossaries keep your terms as you want them. HTML tags stay where they were. Requests over 128 KiB are refused with 413.
Client libraries exist for Python, Go, Java and Ruby.
You pay for characters: the first 500,000 a month cost nothing, after which a million is 18, falling to 14 beyond 100 million. Documents count as at least 20,000.`,
  ),
  kb(
    'reading tracker',
    'saas',
    'X',
    'TABLQ',
    `
Leaf remembers what you've read so you don't have to.
Point the camera at a barcode and the book is on your shelf. Start a timer and Leaf works out your pace and when you'll finish. Highlights can be photographed and become text you can search. Yearly goals, streaks if you like streaks, none if you don't.
Shelves may be shared with a book club, each member sees how far the others have got – spoilers stay hidden until you get there.
Made by two sisters in Ghent. No ads.`,
  ),
  ...FOURTH_VALIDATION_MORE,
];
