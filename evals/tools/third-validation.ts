/** The third set: once untouched, its figure is in decision 017; learned from since. */
import { kb, type LabelledKb } from './labelled.ts';

export const THIRD_VALIDATION: readonly LabelledKb[] = [
  kb(
    'sock subscription',
    'ecommerce',
    'PTY',
    'ABQ',
    `
Odd Pair makes socks that don't match on purpose. Crew socks are $14, ankle socks $11 and the gift tube of five is $52.
Subscriptions go out on the first of every month and you'll get a message with a link as soon as yours is on the move.
Didn't like them? Send them back unworn inside 45 days and we refund you in full. You can pause or end a subscription whenever you like, with no fee.`,
  ),
  kb(
    'aquarium supplies',
    'ecommerce',
    'PTE',
    'BAL',
    `
Everything for fresh and salt water under one roof: tanks from 60 to 720 litres, pumps, lighting and more than 200 species of fish. Neon tetras 1.80, discus from 45, anubias plants 6.50.
Livestock ships overnight on Tuesdays and Wednesdays in heated boxes. Dry goods are normally with you in two days.
Fish looking poorly? Our aquarists are at the end of the phone every day until 9 pm.`,
  ),
  kb(
    'bespoke framing online',
    'ecommerce',
    'Q',
    'BAX',
    `
Enter the width and height of your picture and choose a moulding: the price is made up of the length of wood, the glass and the mount. A 40 x 60 cm print in oak with ordinary glass comes to 64, with museum glass to 97.
Every frame is built by hand in our workshop in Hull. We have done this since 1994, and two of us still cut every mitre ourselves.`,
  ),
  kb(
    'power drill maker',
    'ecommerce',
    'XYE',
    'BAL',
    `
The TorqMax 18 has two gears, 21 clutch settings and a hammer mode for masonry. Slide the collar forwards to change the bit. A blinking red lamp means that the battery is too hot; let it cool for ten minutes.
Registered tools carry a three-year guarantee, batteries one year. Damage through misuse is excluded.
Tool not working? Our workshop hotline is open on weekdays, 8 to 4.`,
  ),
  kb(
    'chimney sweep',
    'service',
    'BQ',
    'PTX',
    `
Sweeping from April to October, certificates for your insurer included. One flue is 65, each further flue in the same visit 40, and bird's nests are removed at 30 per half hour.
We cover everywhere within 20 miles of Ludlow. Ring or text to fix a morning or afternoon, and please let the fire go out the night before.`,
  ),
  kb(
    'dog groomer',
    'service',
    'BY',
    'TXL',
    `
Full grooms, bath and brush, nail trims, puppy introductions.
We're a one-to-one salon so please book ahead: message Kelly on Facebook or call, and she'll find you a slot.
Late arrivals of more than 15 minutes may have to be rebooked, and missed bookings are charged at half price. We can't accept dogs that have not been vaccinated.`,
  ),
  kb(
    'landscape gardeners',
    'service',
    'L',
    'PTXQA',
    `
From a quiet courtyard to a whole park, we draw, build and look after gardens. Our foreman trained at Kew. Three of our gardens have been open to the public for charity.
It begins with you. Tell us about your plot using the form, leave a number, and we will be in contact within a week to find out more.`,
  ),
  kb(
    'locksmith',
    'service',
    'EQ',
    'PTXA',
    `
Locked out, lost keys, broken lock? Talk to a locksmith right now, 365 days a year: 01904 555 017. We aim to be with you in 30 minutes.
Opening a door costs 79 by day and 119 after 8 pm or at weekends; each cylinder fitted is 45 plus parts, and travel beyond the ring road is 1.50 a mile.`,
  ),
  kb(
    'wedding photographer',
    'service',
    'LA',
    'TX',
    `
I photograph weddings quietly, without posing anyone for hours. I grew up in Donegal and now live in Galway with two whippets.
I take on twenty-five weddings a year, and Saturdays from May to September go first. As I write, 2027 has six dates remaining.
Say hello! Tell me your names, where you're marrying and an email address, and I'll send my brochure with packages.`,
  ),
  kb(
    'community laundry',
    'service',
    '',
    'BTXLA',
    `
Our laundrette has been on Brook Street since 1968. There are fourteen washers, six dryers and a table for folding. Soap is in the machine on the wall.
Open from 6 in the morning until 10 at night. There is coffee, and the cat is called Duchess.`,
  ),
  kb(
    'survey software',
    'saas',
    'XL',
    'TAP',
    `
Ask better questions. Pollen comes with 40 question types, skip logic and piping, so respondents only see what matters to them. Results update live; cross-tabs and significance tests are built in. Push responses to Slack, Sheets or your own server.
Universities and agencies needing more than 10 seats should write to us with their organisation and headcount. We'll come back with volume pricing.`,
  ),
  kb(
    'practice software for vets',
    'saas',
    'XBE',
    'TA',
    `
PawDesk keeps records, reminders and stock in a single screen. Lab results arrive straight in the patient's file. Owners confirm visits by text, and the whiteboard shows who is in surgery.
Would you like to see it? Grab half an hour with one of our trainers, who shows you round with your own data.
Customers can ring our support desk six days a week; outages are handled at any hour.`,
  ),
  kb(
    'backup service',
    'saas',
    'XYQ',
    'TAB',
    `
Install the client, tick the folders, done: files are encrypted on your machine and copied every hour. Restore single files from the web console or a whole computer from a USB stick. Deleted files can be brought back for 90 days.
Storage is charged at 0.006 per gigabyte and month, downloads at 0.01 per gigabyte, so 500 GB come to 3 a month.
Service agreement: we guarantee 99.9% availability and credit a day's fee for each hour below. You may terminate monthly. Subprocessors are listed in annex 2.`,
  ),
  kb(
    'weather station app',
    'saas',
    'X',
    'TABLQ',
    `
Nimbus collects what your garden sensors measure. Swipe between rain, wind and pressure; pinch to zoom from hours to years. Frost warnings appear on the lock screen. Add a widget by holding the home screen. Stations nearby can be followed like friends, and data may be downloaded as a table.`,
  ),
  kb(
    'midwives',
    'healthcare',
    'BE',
    'PTXQ',
    `
Four midwives accompany you through pregnancy, birth and the first weeks at home. Your insurance pays.
Let us meet before the twentieth week. Please arrange a first visit by phone between 10 and 12.
Contractions, bleeding or waters broken? One of us always answers on the duty phone, and in danger call 112.`,
  ),
  kb(
    'dental laboratory',
    'healthcare',
    'QT',
    'BAX',
    `
We make crowns, bridges and splints for dentists. A zirconia crown is 118, a bridge is that for each unit plus 25, and repairs are billed at 1.10 a minute.
Work is collected from your practice by our driver. Finished cases travel back by courier in five working days, with a number by which your team can follow them.`,
  ),
  kb(
    'blood donation centre',
    'healthcare',
    'YB',
    'PTXQ',
    `
One donation can help three people. It takes an hour, of which ten minutes are the donation.
Donors must be between 18 and 68, weigh over 50 kilos and feel well. After a tattoo you have to wait four months. Men may give six times a year, women four.
To keep queues short, reserve your time on our site or by calling 0800 555 63.`,
  ),
  kb(
    'care home',
    'healthcare',
    'LB',
    'PTX',
    `
Larchfield is home to forty-two older people. There are sitting rooms, a garden with raised beds and a hairdresser on Thursdays. Nurses are on duty day and night.
Come and visit: Margaret, our manager, shows families round by arrangement.
To find out about a place for someone you love, leave your name and number on the enquiry page and she will call you.`,
  ),
  kb(
    'budgeting app bank',
    'finance',
    'XEY',
    'TAB',
    `
Spend notifications arrive the second you pay. Put money aside in Pots, round up your change automatically, and split bills with a tap. Freeze your card in the app if it goes missing for a while.
Card stolen or something fishy? Speak to our fraud team, day or night, through the app or on 0330 555 90.
Deposits are protected up to 85,000. Interest, limits and the closing of your account are set out in the customer agreement.`,
  ),
  kb(
    'bookkeeper',
    'finance',
    'QL',
    'TXA',
    `
Books, VAT and payroll for shops and tradespeople, all done remotely. I charge by volume: up to 40 transactions 75 a month, up to 100 it's 130, and every payslip is 6 on top.
Wondering what yours would be? Send me a short note with your turnover, number of staff and phone number, and you'll have a fixed price by tomorrow.`,
  ),
  kb(
    'funeral plan provider',
    'finance',
    'YB',
    'PTX',
    `
A plan settles things while you can still decide them. Money is held in a trust, away from our own.
You can change your mind in the first 30 days and get everything back; later there is a cancellation charge of 395. The plan does not cover flowers, headstones or death abroad. Instalments missed for three months end the plan.
Prefer to talk it over at your kitchen table? Choose a day for a visit from one of our advisers.`,
  ),
  kb(
    'coding bootcamp',
    'education',
    'ABY',
    'PTX',
    `
From zero to junior developer in twelve weeks. Cohorts start on 12 January, 20 April and 7 September with 18 seats; January has three left.
Unsure? Book a chat with an alumnus, online, any weekday evening.
Tuition is due two weeks before the start. Withdraw in week one and you get 80% back, afterwards nothing. Anyone absent for more than five days cannot graduate.`,
  ),
  kb(
    'nursery school',
    'education',
    'BL',
    'PTX',
    `
Children from two to five play, dig, paint and sing here. We have hens, and lunch is cooked by Anouk.
If you would like to see us at work, ring Sophie to agree a morning for your visit.
Places are given in order of application: put your child on our list by sending in the form with your address, and we will write to you in March.`,
  ),
  kb(
    'evening college',
    'education',
    'APY',
    'TX',
    `
Upholstery (10 weeks, 165), Italian for travellers (8 weeks, 120), Life drawing (6 weeks, 95), Bicycle maintenance (one Saturday, 48) and 60 other courses.
Term begins on 22 September. Classes are small, between eight and fourteen, and the popular ones are gone within days.
If we have to cancel a class you get all your money back. If you cancel, we keep 20. Transfers are possible until the second week.`,
  ),
  kb(
    'geology museum shop and school tours',
    'education',
    'L',
    'TXQ',
    `
Rocks tell stories four billion years long. See the meteorite that fell on a cowshed in 1923 and touch a dinosaur's footprint.
Teachers who want to bring a class: email us your school, year group and a phone number, and our learning officer gets back to you with ideas for the day.
Lift to all floors. Picnics are welcome on the lawn.`,
  ),
  kb(
    'co-working space',
    'real_estate',
    'ABY',
    'TX',
    `
Desks, studios and a very good coffee machine in an old tram depot.
Meeting rooms take 4, 8 or 20 people and go by the hour; the live plan at the door and online shows when each is open.
Come for a tour, Monday to Thursday: simply choose a time that suits.
Membership rolls monthly and ends with 30 days' notice. No overnight stays. Phone calls belong in the booths. Members answer for their guests.`,
  ),
  kb(
    'letting agents',
    'real_estate',
    'PBE',
    'TX',
    `
To let now: two-bed garden flat, Elm Grove, £1,350 pcm. Studio above the bakery, £790 pcm, bills included. Four-bed semi near the school, £1,900 pcm.
Seen one you like? Call Priya and she'll take you round.
Already a tenant? Boiler out, no electricity, water coming through the ceiling: use our 24-hour repairs line, 0113 555 88.`,
  ),
  kb(
    'self storage',
    'real_estate',
    'QAY',
    'TX',
    `
Clean, dry rooms from 10 to 300 square feet, open 5 am to 11 pm. You pay by size and time: roughly 1.20 per square foot a week, less from six months.
Larger rooms are scarce in summer, so check what we have for the week you are moving.
Not to be stored: food, animals, gas bottles, anything alive or illegal. If rent is 40 days overdue, goods may be sold. Insurance is compulsory.`,
  ),
  kb(
    'canal boat holidays',
    'hospitality',
    'AYL',
    'TX',
    `
Five narrowboats, each with a proper shower and a stove, sleep two to eight. Start at Braunston, turn left for locks and right for pubs.
Boats go out on Fridays and Mondays. Half-terms and August are snapped up by February; try our date finder to see what's left.
Anyone steering must be over 18. A damage deposit of 150 is returned if all is well. Cancel with more than 60 days to go and you lose only the deposit.
Hen party or firm's outing? Mail us what you're planning with a contact number and we'll work something out.`,
  ),
  kb(
    'tapas bar',
    'hospitality',
    'A',
    'TXQL',
    `
Small plates, loud music, sherry from the barrel. Croquetas 6, octopus 11, tortilla 7.
We hold half of the room for people who walk in. The other half can be reserved for two to six; Fridays and Saturdays are usually gone by Wednesday, so have a look which evenings still have room.
Kitchen until eleven.`,
  ),
  kb(
    'youth hostel',
    'hospitality',
    'YE',
    'TXQ',
    `
Dorms of four to ten beds, a big kitchen, bikes in the shed. The lighthouse is a ten-minute walk.
Quiet from 11. No alcohol in dorms. Beds are stripped before ten on the day you go. Under-16s stay only with an adult. Smoking costs you 100.
Somebody is always in the house: for trouble at night press the bell by the stairs and the warden comes down.`,
  ),
  kb(
    'conveyancing solicitors',
    'legal',
    'QLE',
    'PTX',
    `
Buying a house up to 250,000 costs 850, up to 500,000 it is 1,050, and each 100,000 above adds 90. Leaseholds are 250 more. VAT comes on top.
For figures in writing, complete the short form with your details and the price, and we reply the same day.
If you are not happy with us, Mr Okoro, our complaints partner, will look into it personally.`,
  ),
  kb(
    'tenants rights charity',
    'legal',
    'BE',
    'PTXQ',
    `
Free help for people who rent. We don't act for landlords.
Our volunteers see people on Tuesday evenings. You need a slot, which you get by phoning on Monday.
Being evicted today, or the locks have been changed? Don't wait: call our urgent line and a caseworker will pick up.`,
  ),
  kb(
    'trademark attorneys',
    'legal',
    'LY',
    'PTXA',
    `
Names, logos and shapes, registered in 120 countries. The office in Alicante was founded by two examiners.
Got a name in mind? Share it with us along with your email, and within two days you hear what its chances are, without obligation.
Our terms of business: fees are payable in advance; official fees are not returned if an office refuses; files are kept for ten years and then shredded; liability is capped at two million.`,
  ),
  kb(
    'allotment society',
    'other',
    'YL',
    'PTXQ',
    `
One hundred and ten plots lie between the railway and the brook. The oldest shed is made of doors.
Plot holders must cultivate three quarters of their plot. Bonfires only after dusk from October to March. Hoses are not to be left running, cockerels are not allowed, and sheds may be no taller than seven feet. Plots left wild for a season are taken back.
There's a waiting list of about two years. To join it, send the secretary your name, address and email.`,
  ),
  kb(
    'village hall',
    'other',
    'AQ',
    'PTX',
    `
The main hall holds 120 and has a stage, the committee room 20. There is a kitchen with two ovens.
Hire is 16 an hour for residents and 22 for others; a whole Saturday is 140, and crockery is 10 for every fifty people.
Brownies, yoga and the drama group have regular evenings. The diary on our website shows which dates nobody has taken.`,
  ),
  kb(
    'parcel locker operator',
    'other',
    'TXE',
    'BAL',
    `
Lockers stand at 900 petrol stations. Scan the code on your phone and a door springs open; the app remembers your favourite locker and lets a friend collect for you.
Type in the number from your seller to see if your parcel has been dropped off.
Door jammed, box empty or nothing on the screen? Press the yellow button and you are put through to a person.`,
  ),
  kb(
    'brass band',
    'other',
    '',
    'TXQPE',
    `
Thirty players, one euphonium solo that everybody knows. We were founded by miners in 1889 and won the county shield in 2011 and 2019.
Rehearsals are on Tuesdays in the Methodist schoolroom. In June we march behind the carnival queen, and in December you will find us under the town clock.`,
  ),
];
