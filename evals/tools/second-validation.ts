/** Measured once while it was untouched (0.719, by the nearest example); since then weights are learned from it as well. */
import { kb, type LabelledKb } from './labelled.ts';

export const SECOND_VALIDATION: readonly LabelledKb[] = [
  kb(
    'camera shop',
    'ecommerce',
    'PTY',
    'B',
    `
The Lynx 4 body is 1,299, the 35 mm lens 449 and the leather strap 59. Memory cards start at 18.
Ordered by three, sent today: the courier's number arrives by text message, so that you can see where the package is.
You may change your mind within 14 days; opened memory cards are not refunded. All bodies carry a guarantee of 36 months.`,
  ),
  kb(
    'cheese dairy online',
    'ecommerce',
    'PT',
    'XBA',
    `
Alpine cheese aged twelve months is 26 a kilogram, goat's cheese 3.80 a piece, and butter 4.10.
Chilled boxes go out on Tuesdays and are with you on Wednesday. A link lets you watch the box on its way.
Our cows spend the summer above the tree line.`,
  ),
  kb(
    'shoe shop',
    'ecommerce',
    'PTYE',
    'XA',
    `
Running shoes from 89, hiking boots from 149, sandals from 39, in sizes 35 to 48. The Marmot boot comes in brown and grey.
Dispatch takes one day; use the shipment code in your mail to see how far it has come.
Shoes that were not worn outdoors can be exchanged or returned for 60 days.
Wrong pair in the box? Our service staff sort it out, by phone from eight to seven.`,
  ),
  kb(
    'car workshop',
    'service',
    'BE',
    'PTXA',
    `
We service all makes, change tyres and mend brakes. The big inspection takes half a day.
Please reserve a date for the workshop; we have courtesy cars.
Broken down? Our recovery service is on call day and night: 0161 555 700.`,
  ),
  kb(
    'painter and decorator',
    'service',
    'QL',
    'PTX',
    `
Walls are painted for 9 per square metre, ceilings for 11, doors for 85 each. Two coats are included; dark colours need a third at 3 per square metre.
Wallpaper is hung for 16 per square metre.
To get an offer, send us your telephone number and a few pictures of the rooms, and the boss rings you.`,
  ),
  kb(
    'typing office',
    'service',
    'Q',
    'PTXB',
    `
Recordings are transcribed for 1.60 a minute of speech; with several speakers it is 2.10. Time stamps add ten percent.
Overnight delivery costs half as much again. Typists sign a confidentiality agreement.`,
  ),
  kb(
    'massage studio',
    'service',
    'B',
    'TXQ',
    `
Back massage 30 minutes 39, whole body 60 minutes 72, hot stones 80 minutes 95.
Times are given by arrangement. Make an appointment with Lea, Tom or Aiko, also for Sunday.
Tea is served afterwards.`,
  ),
  kb(
    'film production',
    'service',
    'L',
    'TPQA',
    `
We shoot image films, recruiting films and documentaries. Our crew has two directors and five camera operators.
Last year's film about the shipyard was shown at three festivals.
Are you thinking of a film? Leave your name and e-mail with an outline, and a producer contacts you for a first exchange of ideas.`,
  ),
  kb(
    'help desk software',
    'saas',
    'XLB',
    'TA',
    `
Ticketfox gathers mails, chats and calls in a shared inbox. Macros answer recurring questions; service levels turn red before they are missed. Agents can be grouped by skill.
Dashboards refresh every minute, and the connector writes solved tickets into your data warehouse.
For teams above fifty, give us your business e-mail and we send a tailored quotation. A guided tour with an expert is booked for a time that suits you.`,
  ),
  kb(
    'time tracking software',
    'saas',
    'XEY',
    'TAP',
    `
Hourly records working time by app, terminal or browser. Breaks are deducted by rules. The calendar shows who is away, and month ends are locked by the supervisor.
Exports exist for the common payroll programs.
Stuck? Our support crew picks up the phone from seven to six and answers tickets within two hours.
Privacy policy: location data is stored only while a shift runs and erased after 30 days. According to our terms the subscription renews yearly unless ended a month before.`,
  ),
  kb(
    'music notation app',
    'saas',
    'X',
    'TABP',
    `
Quaver turns what you play on a keyboard into notes. Parts are extracted from the score with one click; transposing instruments are handled by themselves. Playback uses sampled orchestras.
Choose File and Export to make PDF, MIDI or MusicXML. Magnetic layout avoids collisions of signs. The tempo track is drawn with the pen tool.`,
  ),
  kb(
    'veterinary practice',
    'healthcare',
    'BE',
    'TX',
    `
We look after cats, dogs and small pets. Vaccination, dental care and operations are done in house.
Consultations are by appointment, mornings and late afternoons.
If your animal was poisoned or run over, phone the emergency vet at any hour: 0221 555 31.`,
  ),
  kb(
    'dietitian',
    'healthcare',
    'BY',
    'PTXA',
    `
Advice for people with diabetes, allergies or overweight. The first talk takes an hour, later ones half an hour.
Choose a date for your first consultation, on site or by video.
Missed appointments are billed unless cancelled a day ahead. What you tell us is confidential; files are locked and deleted after the statutory period.`,
  ),
  kb(
    'hearing aids online',
    'healthcare',
    'PTE',
    'ABQ',
    `
Batteries of size 312 cost 4.90 a pack, cleaning tablets 8.50, the Clarion hearing aid 890 and its charger 120.
Parcels go out each working day; under My account you see the state of your delivery.
An acoustician is there for you by phone on weekdays when your device whistles or hurts.`,
  ),
  kb(
    'car insurer',
    'finance',
    'QL',
    'PTX',
    `
What you pay a year depends on the model, the kilometres driven and the years without claims: at 10,000 kilometres and five years it is about 310, and each further 5,000 kilometres cost 40.
Glass breakage is 35 extra.
Want to change over? Leave us your number, and an agent calls with a comparison.`,
  ),
  kb(
    'payment provider',
    'finance',
    'YE',
    'PTX',
    `
We settle card payments for shops. Money arrives on the next banking day.
Conditions: chargebacks are debited with a fee. Forbidden goods are listed in section 7. Either side may end the contract with 30 days' notice. Data is kept as the anti-money-laundering act demands.
Terminal down? Our hotline for merchants is staffed around the clock. Objections go to the complaints department.`,
  ),
  kb(
    'pension adviser',
    'finance',
    'BL',
    'PTX',
    `
We explain what the state, firms and private plans will pay you later, independent of any insurer.
A free first meeting can be arranged for any evening, at your home or in our office.
If you want to hear more, leave your name and address; an adviser gets back to you with a checklist.`,
  ),
  kb(
    'sailing school',
    'education',
    'AL',
    'PTX',
    `
The basic course runs from 5 to 9 May, 2 to 6 June and 7 to 11 July, eight people in each. July is nearly full.
Boats and vests are provided; the course is 420.
Firms who want a sailing day for their staff write to us with their wishes and a phone number, and we make an offer.`,
  ),
  kb(
    'boarding school',
    'education',
    'Y',
    'PTQX',
    `
Two hundred girls and boys live in six houses beside the park. Rowing and theatre are strong.
House rules: lights go out at ten. Visits are allowed on Sundays. Alcohol leads to dismissal. Leave must be requested in writing by Thursday.
School fees are due each quarter; there is no refund when a pupil leaves during the term.`,
  ),
  kb(
    'tutor',
    'education',
    'BQ',
    'PTX',
    `
Mathematics and physics up to the final exams. An hour is 38, a block of ten hours 340, and pairs pay 25 each.
I come to you for 5 more.
Let us fix a trial hour: tell me which afternoon suits you.`,
  ),
  kb(
    'country houses agent',
    'real_estate',
    'BLP',
    'TX',
    `
Old mill with stream and two barns, 780,000. Cottage with thatched roof, four rooms, 295,000. Farmhouse for rent with paddock, 1,900 a month.
We show houses by arrangement only, also at weekends: agree a time with Mrs Hale.
Tell us what you dream of and where we can reach you; we get in touch before an object is advertised.`,
  ),
  kb(
    'housing cooperative',
    'real_estate',
    'EY',
    'PTX',
    `
Our members live in 900 flats built since 1921.
By-laws: a share is 1,500 and is paid back two years after leaving. Subletting needs approval. Washing machines must not run after nine at night. Gardens are kept by the tenants.
No hot water, a jammed lift or a broken window: the caretaker service is on call, at night too.`,
  ),
  kb(
    'holiday farm',
    'hospitality',
    'AY',
    'TX',
    `
Four flats in the old stable, with ponies, rabbits and a playground. At Easter and in August they are usually taken a year ahead; ask which weeks are still free.
A night is 110 for four.
House terms: arrival from three. Dogs only by agreement. Whoever cancels less than six weeks before pays 80 percent. No fires in the meadow.`,
  ),
  kb(
    'sushi restaurant',
    'hospitality',
    'A',
    'TXQ',
    `
Nigiri, maki and a seasonal menu of seven courses for 68. The counter has ten seats in front of the chef.
We serve at six and at half past eight. On Saturdays hardly a seat is left, so look whether one is to be had for the day you want.
Closed on Mondays.`,
  ),
  kb(
    'spa hotel',
    'hospitality',
    'AE',
    'TX',
    `
Sixty rooms, four saunas and a garden pool. Half board with five courses.
Prices vary with the season; see which rooms are open for your dates. Long weekends go early.
Night porter and guest relations are there at all times: dial 0 when anything is not as it should be.`,
  ),
  kb(
    'inheritance lawyers',
    'legal',
    'BL',
    'PTXA',
    `
Wills, disputes among heirs, and the administration of estates.
Meetings are held on weekdays between nine and six; have our secretariat reserve one for you.
Not certain whether you need a lawyer? Send us your name, phone number and three sentences, and one of us phones you back without charge.`,
  ),
  kb(
    'arbitration chamber',
    'legal',
    'B',
    'PTXL',
    `
The chamber settles disputes between merchants. Arbitrators are named by the parties.
Hearings are in Zurich or by video. Statutes date from 1911.
Parties who wish to see the case manager make an appointment for a weekday.`,
  ),
  kb(
    'costume rental',
    'other',
    'AQ',
    'TX',
    `
Two thousand costumes from Rome to rock and roll. A costume is 45 for three days and 8 for each day more; wigs are 12, and groups of ten pay fifteen percent less.
In carnival week most pieces are reserved. Find out early whether your costume is still there for your date.`,
  ),
  kb(
    'municipal cemetery',
    'other',
    'Y',
    'PTQXL',
    `
The cemetery was opened in 1874 and has old lime trees and a chapel.
Regulations: graves are kept for 25 years. Dogs and bicycles are not permitted. Plants taller than a metre and a half need consent. Glass vases are prohibited. Visitors leave at dusk.
Tram 5 stops at the gate.`,
  ),
  kb(
    'e-bike maker',
    'ecommerce',
    'XTE',
    'BL',
    `
The Volt display shows range and speed; walk assist pushes the bike uphill. Anti-theft mode blocks the motor and sends the position to your phone. Firmware is updated in the app by Bluetooth.
To calibrate the sensor, switch on while holding minus.
It is delivered by a forwarding agent, who sends you a link to the tour.
When the motor stutters, call our technicians, six days a week.`,
  ),
  kb(
    'observatory',
    'other',
    '',
    'TXQL',
    `
The refractor of 1896 has a lens of sixty centimetres. On clear nights one sees the rings of Saturn. The dome turns on cannon balls.
The observatory is open on Fridays after dark. Children like the moon globe in the hall. The hill is reached by bus 21.`,
  ),
  kb(
    'choir',
    'other',
    '',
    'TXQP',
    `
The choir was founded by teachers and sings works from Schütz to Pärt. It has fifty voices and meets on Wednesdays in the parish hall.
The Christmas concert fills the cathedral each year. A recording of the St John Passion appeared last spring.`,
  ),
];
