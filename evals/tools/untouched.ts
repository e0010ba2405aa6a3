/** What nothing is ever learned from or tuned on: its figure is the one reported. Goes on in `untouched-more.ts`. */
import { kb, type LabelledKb } from './labelled.ts';
import { UNTOUCHED_MORE } from './untouched-more.ts';

export const UNTOUCHED: readonly LabelledKb[] = [
  kb(
    'chimney sweep in Hexham',
    'service',
    'B',
    'TX',
    `
My dad started this in 1987 and I still use two of his brushes.
We do open fires, wood burners and ranges in Hexham and up the valley. A normal chimney takes about three quarters of an hour. We put sheets down, so don't bother rolling up the rug. You get a certificate for your insurance.
Open fire £55, stove £60, nest removal from £90.
September and October are full of people who have just remembered their chimney. If you can, make an appointment in the summer: text Graham, or pick a morning in the diary on this page.
Cash, card or bank transfer. Fully insured, and a member of the guild.`,
  ),
  kb(
    'pest control firm',
    'service',
    'LE',
    'TXP',
    `
Baxter Pest Services: rats, mice, wasps, moths, pigeons. All technicians are certified and insured.
Most of our work is done under contract for restaurants, schools and managed blocks. Facilities managers can fill in the short form with their sites, name and telephone number, and our commercial team sends a proposal within three working days.
We keep a file for your environmental health officer after each visit.
A wasp nest in a nursery or a rat in the kitchen in the middle of service can't wait until Monday. The control room is staffed around the clock on 020 5550 178 and sends out whoever is nearest.
Depots in Croydon and Enfield. We no longer handle squirrels.`,
  ),
  kb(
    'mobile dog groomer',
    'service',
    'BY',
    'TX',
    `
Hello from Jo and the pink van!
I come to your drive, plug in, and an hour later your dog smells of oatmeal. Small dogs 38, medium 45, large 55, doodles by agreement because I have learned my lesson.
Slots are Tuesday to Saturday. Message me your dog's breed and your street and we'll fix a day and time.
A few rules so that everyone stays friends. Dogs must be vaccinated. If your dog bites I stop, and the full price is due. Cancel at least 24 hours ahead or I charge half. Matted coats are clipped short, I do not brush out pain. Payment by card or cash on the day.`,
  ),
  kb(
    'self storage behind the bus depot',
    'service',
    'QA',
    'TX',
    `
Clean, dry, lit and alarmed: Unit 9 Self Storage, behind the bus depot.
Rent is 2.10 per square foot per month. A locker is 10 square feet, a single garage about 150. Pay for six months up front and 10% comes off. Insurance adds 1.20 a week per thousand of value.
You bring your own padlock. Trolleys are free and live by the lift.
Open 6 to 23 every day, reception 9 to 17.
The larger units are scarce in the student months, June to September. Tell us from when until when you want one and we'll see which sizes are free.`,
  ),
  kb(
    'precision machining',
    'service',
    'L',
    'TXB',
    `
Hartwell Precision Ltd manufactures turned and milled components in aluminium, stainless steel, titanium and PEEK. Batch sizes range from one prototype to 20,000 parts per year. The company was founded in 1968 and employs 52 people at its Coventry site.
Five-axis machining up to 800 mm, turning up to 320 mm diameter, tolerances down to 5 microns. Inspection on two coordinate measuring machines. Quality management to ISO 9001 and AS9100.
Buyers are invited to upload a drawing or STEP file together with company, contact person and direct line. Our estimating team will reply with a proposal, as a rule inside 48 hours.
Visitors please report to gate 2. Safety shoes are provided.`,
  ),
  kb(
    'wedding photographer in Burgundy',
    'service',
    'AL',
    'TX',
    `
I photograph about twenty-five weddings a year, mostly in Burgundy, and always alone with two small cameras.
My pictures are quiet. If you dream of forty people jumping in the air, there are better people than me and I'll gladly give you names.
Half day 1,400 euros, full day 2,300, the day after 600. Albums are bound in Dijon by Hélène.
Saturdays from May to September go a year ahead, and I only take one wedding a weekend. So before anything else, ask me whether your date is still free.
Write to me with your date, the place and your email address. I answer with the full brochure and some whole weddings to look at, not only the best twenty frames.`,
  ),
  kb(
    'translation office',
    'service',
    'QY',
    'TXA',
    `
Certified translations from and into Polish, Ukrainian, German and English.
We charge by the word. Plain texts 0.12, legal and medical 0.16, and sworn translations with stamp 0.19, minimum 35 euros. Express within 24 hours adds half. A standard page is 250 words.
Birth certificates and school reports are our daily bread.
Terms in short: We begin when the order is confirmed in writing. Invoices are payable within 14 days. Corrections are free for 30 days after delivery. If you withdraw an order, the words already translated are charged. We keep your texts for six months and then delete them; all our translators have signed a non-disclosure agreement.
The office is over the bakery, second door.`,
  ),
  kb(
    'skip hire',
    'service',
    'QAY',
    'XT',
    `
SIZES: mini 2 yd, midi 4 yd, builder's 8 yd, roll-on 20 yd
PRICES incl. VAT for up to 7 days: £130 / £185 / £260 / £420. Each further day £6. Plasterboard in bags, £9 per bag. Council permit for the road £48 a fortnight.
NOT IN THE SKIP: asbestos, tyres, fridges, paint, gas bottles. Load level with the sides. An overloaded skip may be refused and the wasted journey charged at £75, and the same goes for cancelling after 4 pm the day before.
ROLL-ONS: three lorries only. Phone the yard for which days we've got one.
We recycle 91% of what we collect.`,
  ),
  kb(
    'village garage in Wensleydale',
    'service',
    'BE',
    'TXQ',
    `
At Askrigg Motors we pride ourselves on honest work and keeping local people on the road. We have been on the same site for over 30 years and look after all makes and models, including hybrids.
Services include MOTs, servicing, tyres, exhausts, clutches and air conditioning.
BREAKDOWN: our own recovery truck is on the road at night and at weekends as well. Ring 01969 555 20.
To get your vehicle in, book online or speak to Tracey on the desk. Courtesy cars are free of charge, just mention it when you do.
We always ring before doing any work you have not agreed to. Customer toilets and free Wi-Fi. We look forward to welcoming you!`,
  ),
  kb(
    'heat pump installers in Holstein',
    'service',
    'LB',
    'T',
    `
Thermia Nord GmbH plans and installs air-source heat pumps in existing buildings. Since 2016 more than 640 systems have gone into operation in Schleswig-Holstein.
Does a heat pump work with my old radiators? In four houses out of five, yes. How loud is it? About as loud as a fridge, at three metres. Is there a grant? At present up to 70% of the cost, and we see to the application.
Enter the year of your house, its floor area and your email address. Our planners will then write to you with a first estimate.
If you wish to go on, you choose a date for the site visit, during which the heat loss of each room is measured.
Installation takes three days. Training company of the Lübeck chamber of trades.`,
  ),
  kb(
    'bouldering gym',
    'service',
    'AY',
    'TX',
    `
BLOC 9. 1,100 m² of walls, new routes every Tuesday, decent pizza.
Day ticket 13 / 10. Ten entries 115. Shoes 4.
Mon–Fri 7–23, weekends 9–22.
Kids' courses run for eight weeks with at most eight children in a group. They fill up, so check which groups still have places before you promise your child anything.
Under 14s climb only with an adult who's watching and not on the phone. No chalk balls without a bag. No food on the mats. Ten-entry cards aren't personal, they last two years, and we don't replace lost ones. Memberships have one month's notice; you can freeze them for up to three months a year. If you've been told off twice by the staff, the third time you go home.`,
  ),
  kb(
    'heirloom seeds',
    'ecommerce',
    'PTY',
    'XBA',
    `
Seeds you can save and sow again, from a walled garden in Pembrokeshire.
Tomato 'Black Prince' 2.40, tomato 'Latah' 2.40, runner bean 'Painted Lady' 2.90, leek 'Bleu de Solaise' 1.95, kale 'Sutherland' 2.10. The grow-bag bundle with ten packets is 19.
We pack on Tuesdays and Fridays. Seeds go by letter post, 1.50 for any number of packets, and an email tells you when they've left.
We don't ship to Northern Ireland for now because of plant passports.
Germination is tested every January. If fewer than half come up we replace the packet, in the same season. Unopened packets can come back within 30 days. Postage isn't refunded. Sets that were made up to your wishes can't be returned.
In 2019 a badger ate the whole beetroot trial.`,
  ),
  kb(
    'yarn and needles',
    'ecommerce',
    'PT',
    'XL',
    `
Wool from people who know their sheep by name.
Gotland 4-ply 100 g, €18. Merino DK 50 g, €9.50. Alpaca lace, €14. Sock yarn 'Havn', €16. Birch needles 4 mm €11, circular needles €15, stitch markers €4.
Dye lots differ, so buy enough at once.
All parcels leave Aarhus by PostNord on the next working day. Denmark takes 1–2 days, the rest of the EU 4–7, and you find the parcel number in your account.
On the first Thursday of the month there's knitting and cake in the shop, just come along.`,
  ),
  kb(
    'refurbished office chairs',
    'ecommerce',
    'PTY',
    'XA',
    `
Good chairs outlive bad companies. We buy from offices that close, change the foam, gas lifts and castors, and sell them on.
In stock this month: Task 200 with mesh back £189, Task 200 with headrest £229, Executive Leather £265, saddle stool £95, draughtsman's high chair £149, footrest £25.
Delivery is £15 by two-man courier on weekdays. They text you an hour before. London inside zone 3 is done by our own van.
Warranty: two years on all moving parts, one on fabric. Returns: 14 days, we collect for £20. Repairs: send photos first. Business customers get 30 days to pay after a credit check.
We weigh 14 tonnes of chairs a year that didn't go to landfill.`,
  ),
  kb(
    'coffee roaster with a bar',
    'ecommerce',
    'PT',
    'XL',
    `
Small roastery, large dog.
House espresso 250 g 8.90. Ethiopia Guji 250 g 11.50. Colombia Huila 10.90. Decaf Peru 10.20. Cold brew bags, six for 9.
We roast on Mondays and Wednesdays and ship the same evening, free from 35.
The bar in front is open 8 till 4. Oat milk costs nothing extra, it never has.`,
  ),
  kb(
    'made-to-measure curtains',
    'ecommerce',
    'QTY',
    'XB',
    `
Curtains sewn to the centimetre in Tilburg.
The price depends on width and drop: linen is €42 per running metre, velvet €58, blackout €49. To that comes the making-up, €19 per metre, and lining if you want it, €12 per metre. Multiply the rail's width by two for a full pleat.
We sew within three weeks. Curtains are sent by courier, rolled and not folded, and delivery is free in the Netherlands and Belgium.
Samples are free, up to six.
What is cut to your measure can't be sent back, as the law allows. Should we have sewn it wrongly we make it again at our cost. Should you have measured wrongly we alter it once for half the making-up. Claims within 14 days, please, with a picture.`,
  ),
  kb(
    'washing machine spares',
    'ecommerce',
    'PTE',
    'XA',
    `
18,000 parts for washing machines, dishwashers and tumble dryers. Sorted by the model number, which is on a sticker inside the door.
Bestsellers: door seal 34.95, drain pump 29.50, pair of carbon brushes 12.90, heating element 2000 W 38, drum bearing kit 41.20, door hinge 17.
Ordered before 3 pm, shipped today. Your tracking link comes by email.
Not sure which one you need? Two retired fitters sit on our support line, Monday to Saturday from 9 to 6. If a part arrived broken or wrong they'll also sort it out with you on the phone.
Always unplug the machine before you open it.`,
  ),
  kb(
    'robot mower dealer',
    'ecommerce',
    'PXTB',
    'L',
    `
Mowers that go on their own, from a shop that still sharpens scythes.
Mower R300 for small gardens 749. R600 at 1,090. R1200 with camera 1,790. Garage 169, set of nine blades 19, boundary wire 100 m 45.
What do they do? Rain pause: it goes home when it gets wet and comes back when the grass is dry. Zones: draw them in the app and give each its own height. Hedgehog mode keeps it in at dusk. With the PIN on, a thief gets nothing but a loud noise.
Ordered goods go by freight to your kerb in 3 to 5 days and the driver phones ahead.
If you'd like one set up in your garden, pick a fitting appointment at the checkout or with Sepp on the phone.
Scythes: only in the shop.`,
  ),
  kb(
    'parcel courier for islands',
    'other',
    'TQE',
    'B',
    `
Parcels to Mull, Iona, Coll and Tiree, six days a week if the ferry sails.
Up to 5 kg £6.50, then 80p for every further kilo. Over 1.5 m long add £12. Pallets £65 plus 9p a kilo.
Each parcel gets a number at the Oban depot. Type it in here and you see if it's on the van, on the boat or with Morag at the shop.
Missing or crushed? Speak to the claims desk, weekdays till six, 01631 555 77.
Above force 8 nobody goes anywhere and that includes your parcel.`,
  ),
  kb(
    'rural broadband',
    'other',
    'LXE',
    'T',
    `
Fibre for the places the big ones forgot.
Village 150 costs £29 a month, Village 500 £39, Village 900 £49. No contract beyond 30 days.
We dig where enough neighbours want us. Register your interest with your postcode and email and we tell you the moment your lane is planned.
The router does more than blink. Guest network: gives visitors their own password, which you can let expire. Family time: switches chosen devices off at bedtime. Mesh: add a second box and it finds the first by itself.
Line down? Our fault desk in Kendal answers until 10 at night, weekends too, and no robot picks up.
We're owned by 1,140 members, each with one vote.`,
  ),
  kb(
    'natural history museum',
    'other',
    'AY',
    'TXL',
    `
Two whales, one mammoth and 40,000 beetles.
Adults 9, concessions 6, under twelves nothing. First Sunday of the month free. Café and cloakroom on the ground floor; the lift is by the moose.
Guided tours for groups last an hour. There are only two guides a day, so school classes should ask early which dates still have room.
Rules of the house. Bags bigger than A4 go in a locker. Photographs without flash are welcome, tripods are not. No food in the galleries. Children under ten must be with a grown-up at all times. Assistance dogs are admitted, other animals only if stuffed.
The building was a customs house until 1911.`,
  ),
  kb(
    'electricity cooperative',
    'other',
    'QYE',
    'XTB',
    `
Our members own eleven wind turbines and a roof full of panels on the sports hall.
What you pay: a standing charge of 9.80 a month and 31.4 cents per kilowatt-hour. A two-person flat uses about 2,000 kWh a year. At night from 22 to 6 the kilowatt-hour costs 25.9 cents.
Shares of 250 each bring you a dividend, last year 3.1%. You may hold at most forty. Shares can be given back with notice of twelve months to the end of the year. They can't be sold to others. At the general meeting everybody has one vote, however many shares they hold. Heirs take a share over or have it paid out.
Power cut: don't write. The standby of the grid control room answers at all hours, 0800 555 4410.`,
  ),
  kb(
    'undertaker',
    'other',
    'EBY',
    'TX',
    `
When somebody has died, you can reach us at any hour. Call 0161 555 0141 and one of us, not an answering service, will talk you through what has to happen now.
The arrangement meeting takes about ninety minutes, with us or in your own living room. You agree a day with Frances.
We are the fourth generation. The horses belong to a cousin.
A simple cremation starts at 1,650. Burials depend on the cemetery.
Conditions. A third is due before the day, the rest within 30 days of it. Pre-paid plans are held by a trust, not by us. You may cancel a plan within 30 days and get everything back; after that a fee of 295 is kept. Ashes are kept free for six months. We don't release them to anybody but the person who signed.`,
  ),
  kb(
    'community choir hall',
    'other',
    'AQY',
    'TX',
    `
See the calendar below to find out which evenings aren't taken yet. Mondays belong to the choir and have done since 1974.
The hall seats 140. There is a kitchen, a side room, a piano (out of tune) and parking for twenty.
Hirers agree to the following. Chairs are stacked at the end. Music is off by midnight. No candles, and nothing is stuck on the wooden walls. Cancelling less than 14 days before costs the full hire. The £100 deposit comes back within a week if all was left as found.
Main hall £22 an hour, side room £12 an hour, kitchen £15 flat. Charities get a quarter off. After 11 pm it's double.
Roof appeal: £31,400 raised so far.`,
  ),
  ...UNTOUCHED_MORE,
];
