/** The second part of the sixth set. */
import { kb, type LabelledKb } from './labelled.ts';

export const UNTOUCHED_MORE: readonly LabelledKb[] = [
  kb(
    'rota planner for cafés',
    'saas',
    'XBE',
    'T',
    `
Shiftbird: the week's rota, made while the milk steams.
Planning. Drag a shift onto a name and the person gets a message. Staff can swap among themselves; you confirm with one tap. A cell turns red before anybody goes over their contracted hours.
Payroll. At the end of the month, Export writes a file for your accountant, with breaks already taken off.
Plans: 19 a month for one café, 49 for up to five.
If you'd rather see it with your own rota, pick a time for a half-hour demo with Bastien, in English or French.
Support: the life-ring in the app brings you to one of us, every day from 6 to 22. We're six people in Ghent and two of us have been baristas.`,
  ),
  kb(
    'beehive scales',
    'saas',
    'XPT',
    'AB',
    `
Know what your bees are doing without opening the lid.
HiveScale Basic 189, HiveScale Pro with rain gauge 279, sound sensor 64, solar strip 39, spare battery 22. The app costs nothing for two hives.
Swarm alarm: compares the weight minute by minute and rings your phone when it falls by more than a kilo and a half. Winter view draws the food that's left as a bar. Under Sharing you let your club see your curves, but not where the hives stand.
Scales leave our workshop in Maribor within two working days and travel by courier; the tracking number is in the confirmation.
Founded by a beekeeper who overslept one swarm too many.`,
  ),
  kb(
    'invoices for tradespeople',
    'saas',
    'XEY',
    'TBA',
    `
Write the bill in the van. That's the whole idea.
You photograph your notes and the app turns them into lines with prices. Reminders go out by themselves after 14 days, friendly first and then less so. With "Partial bills" you invoice a third at the start and the app remembers what's left. Your VAT return is filled in each quarter and sent with one tap.
Solo 9 a month, team 24.
Help desk: 7 to 19 h, also on Saturday, chat or phone.
The subscription runs from month to month. Cancel in the app, it ends with the month that is paid. You may export your data for 90 days afterwards; then it's deleted. Invoices that the law makes us keep are kept for ten years.`,
  ),
  kb(
    'parish and club register',
    'saas',
    'XL',
    'TPA',
    `
Memberbook is used by 2,300 brass bands, rowing clubs and parishes.
Its parts: the register, where every change is kept with its date. Dues, which writes the direct debit file. Circulars that go out by post or by email, whichever the member likes. Roles decide who sees bank details and who doesn't. You can also merge two people who turn out to be the same.
Prices follow the size of your club, and boards have their own way of deciding things. So tell us who you are, how many members you have and where we may send an offer, and our Annelies will come back to you with one made out to your committee.
Hosted in Utrecht. Certified to ISO 27001. Available in Dutch, English and German.`,
  ),
  kb(
    'hearing centre',
    'healthcare',
    'BX',
    'T',
    `
Hear the kettle again. Independent hearing centre in Ludlow, on Thursdays also in Tenbury.
A hearing test is free and takes forty minutes. Please book it by phone, or online if phones are the trouble.
We fit devices from four makers and aren't owned by any.
Most people ask us the same things about their new aids. Programme button: a short press goes from quiet to restaurant to music, and a long one turns the sound off. Streaming: hold the aid near the telephone until it chimes, then calls come straight into your ears. Charging: three hours for a day, the light turns green. Finder: the app shows where an aid was last heard, which is usually the dressing gown.
One step at the door, and a ramp if you knock.`,
  ),
  kb(
    'fertility clinic in Brno',
    'healthcare',
    'LBE',
    'TX',
    `
You're not alone: one couple in six needs help. Our doctors in Brno have helped 7,400 children into the world.
Where to start? Many people just want to read and think. Leave us your first name and email and a coordinator will send you our guide with success rates by age, and ask once, not ten times, if you have questions.
The first consultation lasts an hour, in person or by video. You choose the date with your coordinator. Bring earlier results if you have any.
During stimulation things can happen at night. Strong pain, fever or breathlessness: the doctor on duty answers the patient line 24/7, and you'll find the number on your treatment card.
We have a quiet room, and flats for patients from abroad round the corner.`,
  ),
  kb(
    'small animal vets on Fern Street',
    'healthcare',
    'BEY',
    'TX',
    `
EMERGENCY? Out of hours ring the usual number and you will be put through to the vet on call. Please do not email.
Fern Street Veterinary Surgery is an independent practice with four vets and seven nurses. We see dogs, cats, rabbits and small furries. Cats have the waiting room to themselves on Wednesday afternoons.
Fees are due when you collect your animal. We claim directly from three insurers; with all others you claim yourself. Repeat medicines need 48 hours. The law says we have to see an animal every six months to go on prescribing for it. Missed appointments are charged from the second time. Dogs must be on a lead.
Consultations are by appointment, through the app or with reception between 8 and 6.30.`,
  ),
  kb(
    'home care service in Guildford',
    'healthcare',
    'LEQ',
    'TX',
    `
Q: Who comes to us? The same two or three carers, checked and trained. They wash, cook, shop and play cards.
Q: What does it cost? £27 per hour on weekdays, £31 at weekends, £54 on bank holidays. A visit is at least one hour. Errands add 45p a mile.
Q: How do we start? Tell us a little about your parent and leave a number and a good time. Rosalind, our care manager, calls you for a first chat.
Q: And if a carer doesn't turn up, or there's been a fall? The duty manager takes over at any hour; her line is on the yellow card by your phone.
Rated Good in our last inspection. We also run a lunch club.`,
  ),
  kb(
    'mortgage brokers over the butcher',
    'finance',
    'BL',
    'TXP',
    `
Forty lenders, two advisers, no jargon. First homes, self-employed, buy to let. Fee £450, only if you complete.
Not buying yet? Leave your email and a rough idea of your deposit, and Priya gets in touch when rates move your way.
Ready to talk? Appointments take 45 minutes, above the butcher's or on a screen, evenings too. Bring three payslips.
Your home may be repossessed if you do not keep up repayments on your mortgage.`,
  ),
  kb(
    'credit union in the valley',
    'finance',
    'EY',
    'TXA',
    `
Lost your card, or see a payment you didn't make? Call 01685 555 24 straight away, day or night, and the person who answers will block it.
Taf Valley Credit Union has 6,200 members, two branches and no shareholders. Anybody who lives or works in the valley can join.
You must have saved for eight weeks before you can borrow. Loans are limited to three times your savings. Money in a Christmas account is locked until 1 November. If two payments are missed your savings may be set against the loan. On leaving, 60 days' notice is required.
If you are unhappy with our service, please ask for the complaints officer, Mr Prosser.
Branches open 10–3. Financial statements are available at either.`,
  ),
  kb(
    'bookkeepers',
    'finance',
    'QL',
    'TXA',
    `
Receipts in, peace of mind out. We keep the books of 130 small firms around Cork: cafés, crèches, carpenters.
Our price is easy to work out. Bookings cost 1.10 each, at least 95 a month. Payroll is 14 per employee per month. The VAT return is 60 every two months. If your papers come in a shoe box we add 35 an hour for sorting.
The annual accounts are signed by Deirdre O'Mahony, chartered since 1998.
Thinking of changing over? Send us your name, your trade and your phone number, and one of us will ring with an offer. The move takes two weeks and we fetch the papers from your old bookkeeper.
Closed in the week after the 31 October deadline.`,
  ),
  kb(
    'driving school with a red car',
    'education',
    'BQY',
    'TX',
    `
Manual and automatic lessons in Wolverhampton and Dudley with Winston and Marie, both fully qualified.
Please read before your first drive: Bring your provisional licence each time, without it we can't go. Cancel 48 hours ahead or the lesson is charged. If you're late it still ends on time. Blocks are valid for a year and can't be passed on.
60 minutes are 38 and 90 minutes are 57. Blocks of ten hours take 5% off. Most people need about 40 hours.
New? Start with a taster lesson at half price. Say when you're free and we find a slot and pick you up from home, school or work.
71% of our pupils passed first time last year.`,
  ),
  kb(
    'sailing school on Lake Balaton',
    'education',
    'AY',
    'TXL',
    `
Dinghies and small cruisers on Lake Balaton since 1979.
Beginners' week for adults, Monday to Friday, 74,000 Ft. Children's week (8–13), 62,000 Ft. Skipper theory in winter, eight evenings, 58,000 Ft.
Each course has six places, no more, and July is usually gone by Easter. Ask us which weeks still have something free.
Everyone must be able to swim 100 metres. Life jackets are worn on the water at all times, and we lend you one. If the wind is above 30 knots we do theory, which is not a reason for a refund. Cancel four weeks ahead and you get everything back, after that half. If we cancel you get all of it or another week.
Bring shoes that may get wet, and a hat on a string.`,
  ),
  kb(
    'forest kindergarten',
    'education',
    'LBY',
    'TXP',
    `
We're outdoors in all weather but storms. Twenty children, three teachers, a builder's wagon with a stove.
Every morning starts at a quarter past eight at the edge of the wood. Midday meal comes from the farm. Indoor shoes aren't needed, obviously.
Would you like to see us? Parents can arrange a morning to come along with their child, Tuesdays or Thursdays.
For the waiting list we need your child's name and birthday, and your address and email. Our office gets back to everyone in February, when it's known who moves up.
From our statutes: Sick children stay at home until 48 hours after the fever. Notice is six weeks to the end of a quarter. Parents give twenty hours of work a year, or pay for those they miss. Collection only by persons on the list. No toys from home, no sweets.`,
  ),
  kb(
    'student letting agents',
    'real_estate',
    'BEY',
    'TX',
    `
Student houses and sharers' flats in Headingley and Hyde Park. We've been doing this since 1996, and we were students here ourselves.
Viewings: weekdays 4 to 7. Choose a slot with the property and an agent will meet you at the door.
Holding deposit one week's rent, lost if you pull out. Deposit five weeks' rent, kept by a protection scheme. All sharers are liable together. Pets only with our written consent. Subletting isn't allowed.
Boiler out? Water through the ceiling? Locked out at 3 am? The maintenance line, 0113 555 0122, is answered at all hours.
The office is now over the chip shop.`,
  ),
  kb(
    'homes at the old paper mill',
    'real_estate',
    'LB',
    'TX',
    `
Millrace Quarter is a development of 46 homes on the site of the former paper mill in Ivybridge. Two, three and four bedrooms are available, with prices from £285,000. All homes feature solar roofs, oak kitchens and underfloor heating. The train station is an eight-minute walk.
The show home at plot 3 is open for viewing by appointment, Thursday to Monday.
Phase two is due for release in 2027. Register your name, email address and preferred number of bedrooms, and our sales team will contact you ahead of the public launch.
Computer-generated images are indicative only. A management company looks after the riverside and the restored waterwheel.`,
  ),
  kb(
    'coworking loft in Porto',
    'real_estate',
    'ABQ',
    'TX',
    `
Loft 44 offers flexible workspace in the heart of Porto, two minutes from Bolhão metro. 38 desks, four phone boxes, two meeting rooms, kitchen, terrace, bike storage.
Hot desk €16 per day, €190 per month. Meeting room for 8 people €18 per hour, for 16 people €30 per hour, projector €5 extra. Members have four hours per month included.
Meeting rooms are in high demand on Tuesdays and Wednesdays. Let us know the day and the number of people and we will see which is free.
Tours with Inês at 11:00 and 16:00; please arrange yours the day before.
Our community includes designers, developers, an architect and a podcast about football.`,
  ),
  kb(
    'riverside campsite on the Lot',
    'hospitality',
    'AYQ',
    'TX',
    `
Welcome at Camping Les Peupliers, 60 pitches and 5 pods on the river Lot!
Tariffs. Pitch with car 14 € per night, + 6 € for each adult, + 3,50 € for each child, + 2 € per dog. Electricity 4 € the night, tourist tax 0,61 € per adult and night.
Between 10 July and 20 August we are often complete, so ask us before if there is something free for your dates.
The reception is open 8–12 and 14–20. Bread arrives at eight, by bicycle.
Regulations. Arrival from 14 h, departure before 12 h. Silence from 22.30 h. Barbecue only in the places for it. Dogs on the lead. Swimming shorts of large size are forbidden in the pool. In case of cancellation up to 15 days before arrival you lose only the 15 € of fees; after, the first night.`,
  ),
  kb(
    'harbour fish restaurant',
    'hospitality',
    'A',
    'TXL',
    `
What the boat brings, we cook. What it doesn't, we haven't got.
Lunch 12–3, dinner from 7, closed Mondays and when Aldo's at sea.
There are only eleven tables. Tell us the evening and how many you are, and we'll see if one's left.
Big parties take the set menu at 54.
Nonna's soup recipe isn't for sale. People have tried.`,
  ),
  kb(
    'narrowboat holidays',
    'hospitality',
    'AEY',
    'T',
    `
Seven boats, four miles an hour, no hurry. We're at Gargrave on the Leeds & Liverpool Canal.
Kestrel and Wren sleep two, Heron four, Swan and Otter six, Bittern and Pike eight. A short break in Wren is from £610 and a summer week in Pike from £1,990, with gas and the first tank of diesel.
School holidays sell out first. Give us a week and the number in your crew and we check which boats aren't out.
Broken down or aground? The boatyard has a fitter on call until 9 every evening. Phone, don't push.
The hirer must be over 21. Everybody gets an hour's instruction before they leave. No cruising after dark, no stag parties, two dogs at most. Damage up to £500 is yours. If you cancel with more than eight weeks to go, you lose the deposit; with less, the lot.`,
  ),
  kb(
    'walking holidays agency',
    'hospitality',
    'LEA',
    'TX',
    `
Walk from inn to inn, your bag goes by van. We've done the Eifel, the Vosges and the Kerry Way so often that we know the dogs.
Guided groups are at most ten people. Each departure is shown with the places that are left, and from April on you should look whether yours hasn't filled up. Vosges, 6 days, 890. Kerry, 8 days, 1,240.
Can't decide, or want to go on your own with a map? Tell Ulla how you like to walk and leave her your email or number; she'll put together a proposal and come back to you.
While you are out there's always one of us on the emergency phone: lost path, twisted ankle, inn that forgot you.
Founded in 2003. Customers' money is protected by the travel guarantee fund.`,
  ),
  kb(
    'family law solicitors in Exeter',
    'legal',
    'BQ',
    'TX',
    `
Our experienced and friendly team of three solicitors and one mediator advises on divorce, finances, children and pre-nuptial agreements. We are committed to resolving matters without going to court wherever possible, and in four cases out of five we succeed.
Costs. We believe in being open about them. Work is charged by time, recorded in units of six minutes. Partners £260 per hour, solicitors £210, trainees £130, all plus VAT. A short letter takes about two units. The court fee for a divorce is currently £612 and is paid on top.
An initial meeting of 45 minutes costs £90. Please contact Joan at reception to arrange an appointment, or use the calendar on our website.
It helps if you bring your marriage certificate. There is level access and parking for four cars.`,
  ),
  kb(
    'employment lawyers',
    'legal',
    'LE',
    'TXP',
    `
Just been dismissed? You've three weeks to go to court, and the clock is running. Call our dismissal hotline on 030 555 7788, from seven in the morning till ten at night, and speak to a lawyer and not to a machine.
We act for employees only. Never for the other side, so there's never a conflict.
For everything less urgent: give us your name, your number and two lines about what has happened (warning, bonus, reference letter), and we call back within one working day to say if it's worth fighting for.
Legal insurance usually pays. Ms Aydın and Mr Roth are certified specialists.
U-Bahn Hallesches Tor, lift in the second courtyard.`,
  ),
  kb(
    'notary office',
    'legal',
    'BY',
    'TX',
    `
Notaires Lefèvre & Diallo, rue du Marché, Namur.
We draw up house sales, marriage contracts, wills, gifts, company deeds. Our fees are laid down by royal decree; you pay the same at any notary's in the country.
Signing takes place here, at a fixed hour. Our secretaries arrange it with all parties; for a first talk ask for a day with Me Diallo.
All who sign must bring a valid identity card. Who doesn't understand French must have a sworn interpreter. The price of a sale has to reach our account two working days before. We don't accept cash, not even ten euros. Powers of attorney must be in the original. A will may be changed as often as you like, and the last one counts. Drafts are free until you've agreed, and a deed not signed within six months is closed and its costs billed.
The building once was a brewery.`,
  ),
];
