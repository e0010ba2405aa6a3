/** More labelled sentences for `train.ts`, as the web sites of businesses have them. Letters as in `sentence-labels.ts`. */
export const TRAINING_SENTENCES = `
L Get your free, no-obligation quote today: fill out the form below and we will be in touch.
L Request a callback and one of our consultants will phone you.
L Drop us a line with your name and number and we'll give you a ring.
L Pop your details in the contact form and we'll reply within 24 hours.
L Enquire now to receive our prospectus by email.
L Thinking of selling? Request a free market appraisal of your home.
L Want to know what your project would cost? Send us the drawings and your phone number for an estimate.
L Contact our sales team for enterprise pricing.
L Register your interest and we will email you as soon as the next phase is released.
L Wedding or corporate event? Send us your date and guest numbers and our events manager will come back with a proposal.
L Trade customers: email us to open an account and receive our wholesale price list.
L Download the brochure by leaving your email address.
L Free site survey: give us your postcode and a number to reach you on.
L We will gladly prepare an individual offer; just let us know how to get hold of you.
L Interested in joining? Leave your name at the desk or online and the membership secretary will call you.
L Find out whether you have a claim: complete our short enquiry form and a solicitor will contact you.
L Sign up to our mailing list for offers and news.
L Not sure which plan fits? Share a few details about your business and an expert will reach out.
L For group bookings and private hire, please send an enquiry with your contact details.
L Schools wishing to host us should write with a phone number, and our outreach officer replies.
L Ask for your free estimate by text message or email.
L Put your name down for the waiting list and we'll tell you when a place opens.
B Book online or call the surgery to make an appointment.
B Appointments are available Monday to Friday, 8am to 6.30pm.
B Book your free 30-minute discovery call.
B Schedule a consultation with one of our attorneys.
B Walk-ins are welcome, but we recommend booking an appointment in advance.
B Viewings are strictly by appointment through our office.
B Request a demo and see the product in action with one of our engineers.
B To arrange a tour of the school, please contact the admissions office.
B Call us to book your MOT or service.
B Our engineer will visit at a time that suits you, including Saturdays.
B New clients start with a 45-minute assessment, which you can reserve in our diary.
B Use the online calendar to pick your slot.
B Home visits can be arranged on request.
B Your first class is free; let us know which day you would like to come.
B We see patients by appointment only.
B Set up a meeting with an adviser at your nearest branch or over video.
B Test drives can be booked for any day of the week.
B Please phone ahead to fix a time for your fitting.
B Reserve your session with a trainer through the app.
B Patients are seen in the order agreed by telephone with reception.
B Measuring is done at your house; agree a morning or an afternoon with us.
B Bring your dog for a trial groom, which we schedule on Wednesdays.
E If you have a complaint, please speak to the practice manager.
E Call our 24/7 emergency helpline on 0800 555 0199.
E Our friendly support team is available by live chat, email and phone.
E For out-of-hours emergencies, ring this number and a vet will call you back.
E Unhappy with our service? Tell our customer relations team and we'll put it right.
E Need help with your order? Contact customer services.
E Gas leak or flooding: phone the duty engineer immediately.
E Premium customers get priority support from a named account manager.
E If you cannot find the answer here, our staff are happy to help in person.
E A member of the team is on site at all times, and can be reached on the night bell.
E Report lost or stolen cards straight away on our freephone line.
E Technical problems are dealt with by our engineers, whom you reach through a support ticket.
E Concerns about a child should be brought to the safeguarding lead at once.
E Stranded on the road? Our breakdown team comes out day and night.
E Escalations go to the service manager, who calls you within the hour.
E Grievances may be lodged with the complaints officer in writing.
E For urgent repairs tenants can call the maintenance line at any time.
E Something faulty on arrival? Speak to our aftersales department.
E If you feel unwell after treatment, telephone the on-call nurse.
E Live agents are online from 7am to 11pm.
E If you are in crisis, our counsellors answer the phone all night.
E When the alarm goes off, our control room contacts you and sends a guard.
P Our candles come in three scents and start at £12.
P Choose from over 300 wallpapers, from £28 a roll.
P Single-origin Ethiopia 250g $16, house espresso blend 1kg $42.
P The Classic backpack ($89) holds 22 litres; the Trek ($139) holds 40.
P Shop women's, men's and kids' collections.
P Browse our stock of new and used cars, priced from £4,995.
P Two-bedroom terraced house, offers over £210,000.
P Filter by colour, size, brand or price.
P Best sellers: oak chopping board £35, walnut salad bowl £48, olive spoon £9.
P Available in king size, double and single.
P 1-bedroom apartment on the third floor, $1,450 per month, available from June.
P Our bakery sells sourdough at 4.20, rye at 4.60 and cinnamon buns at 2.80.
P We stock paints, brushes, primers and tools by all the major brands.
P Laptops from $599, monitors from $179, refurbished phones from $149.
P Fishing rods, reels and bait: carbon rods begin at 55.
P Every bouquet can be had small (30), medium (45) or large (60).
P The range comprises eight mattresses between 299 and 1,450.
P Our own honey, jams and chutneys are sold in the farm shop, jars from 5.
P A kitten starter kit is 39.90, grain-free food 24 for four kilos.
P The catalogue lists 800 seeds: tomatoes 2.90, beans 2.40, herbs from 1.90.
P Rings from 340, bracelets from 95, in silver, gold and platinum.
P Detached cottage near the sea, four bedrooms, guide price £595,000.
T Free standard shipping on orders over $50.
T Once your order has shipped you'll receive an email with a tracking link.
T Orders are dispatched within 1–2 business days via Royal Mail Tracked 48.
T Track your parcel by entering your order number on our website.
T We ship worldwide; international delivery takes 7–14 days.
T Standard delivery 3–5 working days, express next day.
T We roast on Mondays and ship on Tuesdays.
T Large items are delivered by pallet courier, who will ring to agree a day.
T Check the progress of your order any time by logging into your account.
T Your package is handed to FedEx the same afternoon.
T Delivery to your door within London by bike messenger.
T Once posted, your consignment can be followed on the carrier's site.
T We notify you by text when your order is out for delivery.
T Pre-orders are sent out on the day of release.
T Packages to the islands take up to a week.
T Goods leave us packed in straw and reach you within 48 hours.
T Subscribers get their box each month by post.
T A dispatch note with the waybill number is mailed to you.
Q Rates: $45 per hour with a two-hour minimum.
Q Our fee is 1.5% of the sale price plus VAT.
Q Carpet cleaning from £4 per square metre, stairs £3 per step.
Q Storage units are priced by size and length of stay: 50 sq ft is £22 a week.
Q Day rate 350, half-day 200, mileage 0.45 per mile.
Q Prices depend on the size of your dog: small 30, medium 40, large 55.
Q Hourly charge-out rates are 180 for a solicitor and 260 for a partner.
Q Printing starts at 8 cents a page, falling to 5 cents above 500 pages.
Q Discounts apply from 10, 50 and 100 units.
Q Airport transfers cost 2.10 per mile plus a 5 pick-up fee.
Q Turf costs 5.20 per square metre supplied, or 9.80 laid.
Q Buffet packages from 18 per head for a minimum of 25 guests.
Q Shipping costs are calculated from weight and destination.
Q Fencing is 62 a running metre including posts.
Q Your premium depends on age, cover and the excess you choose.
Q Use our calculator to work out your repayments for the sum and period you need.
Q Gravel is sold at 48 a tonne, delivered from five tonnes up.
Q A one-page site is 600 and each additional page 90.
Q Solar panels cost about 1,100 per kilowatt peak installed.
Q A pair of curtains takes twice the width of your window in fabric, at 28 a metre, plus 40 for making.
Q Night shifts are charged at time and a quarter.
Q Childcare is 6.50 an hour and siblings get a fifth off.
A Check availability and book your stay online.
A Minimum stay is two nights at weekends; peak dates sell out quickly.
A Please reserve a table in advance, especially at weekends.
A Spaces are limited to 12 participants per workshop.
A Next intake: 14 January, 6 May and 9 September.
A The village hall is available for hire evenings and weekends, subject to other bookings.
A Vans and minibuses are rented by the day or week; call to see what is free.
A Tours depart at 10am and 2pm with a maximum of 8 people.
A Weekends in summer are booked up to a year ahead, so tell us your date early.
A Our meeting rooms can be reserved by the hour.
A Tickets for Saturday performances are nearly sold out.
A Kennels and cattery: Christmas and half-term places go fast.
A Only two places remain on the October retreat.
A The cottage is vacant from 3 to 17 June.
A Courts are reserved in slots of an hour; the grid shows the open ones.
A Kayaks are handed out by the half day as long as there are any left.
A We have four guest rooms, so do ask whether we have space on your nights.
A Dinner bookings are taken for parties of up to ten.
A Nursery places: a few mornings are open for children born in 2023.
A The studio is hired out when no class is on; see the timetable for gaps.
A The dates of the first-aid course are 4 March and 11 April; each takes fifteen.
X Sync your calendar with Google and Outlook in two clicks.
X Set custom alerts and get notified when a metric changes.
X Our REST API and Zapier integration connect to over 2,000 apps.
X Drag and drop files to upload; version history keeps every change.
X To pair the headphones, hold the power button for five seconds.
X The dashboard gives you a real-time overview of sales and stock.
X Invite team members under Settings > Users.
X Two-factor authentication can be turned on in your profile.
X The lock opens with a code, a card or your phone, and logs each entry.
X Offline maps are stored on the device.
X The app reminds guests automatically and takes deposits.
X Push the lever down to start the descaling programme; the light blinks when it is done.
X You can export your contacts as a spreadsheet at any time.
X Smart filters sort incoming messages for you.
X Templates let you create a proposal in minutes.
X The blender has six speeds and a pulse function; it switches off by itself when it overheats.
X Night vision reaches ten metres and the microphone cancels wind.
X Course progress is saved and can be resumed on any device.
X A webhook fires whenever a booking is changed.
X The watch measures pulse and sleep; swipe left to see your history.
X Choose dark mode, font size and language in preferences.
Y Full refund if you cancel at least 48 hours before; after that the deposit is non-refundable.
Y You have 30 days to return unworn items in original packaging.
Y All products come with a two-year manufacturer's warranty.
Y Check-in from 3pm, check-out by 11am; no parties or events.
Y We never share your personal data with third parties; see our privacy policy.
Y By using this site you agree to our terms of service.
Y Late payments incur a fee of 15 after a grace period of five days.
Y A deposit of 50% is required and the balance is due before delivery.
Y Children must be supervised at all times and food is not permitted in the hall.
Y No-shows will be charged the full amount.
Y Sale items are final and cannot be exchanged.
Y Members may freeze their membership for up to three months a year.
Y Applicants must be at least 18 and hold a valid licence.
Y Tenancy requires references and a deposit of five weeks' rent.
Y Uniform is compulsory and mobile phones must be handed in.
Y We are not liable for loss or damage to personal belongings.
Y Dogs are welcome on a lead but not in the dining room.
Y Cookies are used only with your consent.
Y Notice of one month is needed to terminate the agreement.
Y Students who miss more than a fifth of classes do not receive a certificate.
Y Photography is forbidden in the galleries, and large bags must be left in the cloakroom.
Y Claims must be made within fourteen days of the loss.
- We're a family-run business established in 1987.
- Open Monday to Friday 9–5, Saturday 10–4.
- You'll find us on the High Street, next to the post office.
- Free parking is available behind the shop.
- Our mission is to make great food accessible to everyone.
- Our chef trained in Lyon and loves local produce.
- Rated five stars by our customers.
- We speak English, Spanish and Portuguese.
- Fully licensed and insured.
- We were awarded Business of the Year in 2021.
- Our team of experienced professionals has served the region for over 20 years.
- Dr Patel qualified in Bristol and has a special interest in dermatology.
- We specialise in kitchens, bathrooms and extensions.
- We accept all major credit cards and contactless.
- Most treatments take between 20 and 40 minutes.
- Each room has a private bathroom, Wi-Fi and a kettle.
- The nearest station is five minutes' walk away.
- We use sustainable materials and recycle everything we can.
- Admission 12, concessions 8, under-fives free.
- The service is held every Sunday at ten.
- Volunteers look after the gardens.
- The course covers anatomy, first aid and nutrition.
- Graduates work in hospitals, schools and charities.
- The building dates from 1750 and was once a mill.
- Our clients range from start-ups to listed companies.
- Founded in Berlin, we now have offices in four countries.
- Live music every Friday from eight.
- Vegetarian and vegan dishes are on the menu.
- Our instructors are certified and speak several languages.
- We help companies in trouble find new investors.
- Our lawyers have won landmark cases on land rights.
- The firm handles conveyancing, probate and litigation.
- The beach is a ten-minute walk, the ski lift is opposite.
- Lunch is served from twelve to half past two.
- The collection holds 3,000 fossils.
- We plant a tree for every sale.
- Symptoms usually improve after three weeks.
- The waiting room has toys for children.
- A haircut takes about half an hour.
- The pond was dug by monks in the twelfth century.
- We have no shop and sell nothing online.
- We do not take bookings; just come along.
- There is no need to register.
- Everything is free, and nobody is turned away.
- The club trains on Mondays and Thursdays.
- The magazine appears four times a year.
- The river floods in spring.
- The association has four hundred members and is run by an unpaid board.
- Our bread is baked through the night in a stone oven.
- Exhibitions change every three months.
- We clear gutters, cut hedges and mow lawns.
- Parents bring a cake to the summer party.
- The tower has 212 steps, and the view reaches as far as the sea.
- Our workshop is powered by the sun.
- The ferry leaves from the pier.
L Send us your e-mail and we put together a selection for you.
L Give us your name and number and a colleague will ring you about it.
L Write two lines about your situation with a phone number; we call back free of charge.
L To receive an estimate, email photos of the job along with your postcode.
L New families: complete the enquiry form and our registrar will get back to you.
L Message us with your wish list and how we can reach you, and we search for you.
L Want to hear from us? Leave your address and we post you the programme.
L Employers who want a talk on site should get in touch with their contact details.
L Submit your idea through the form; the curator replies to everyone.
L Your contact person answers with a written proposal once we know who you are and what you need.
L Landlords, let us know about your property and we'll come back with a rental valuation.
L Tell us about your goals and a coach will reach out with a plan.
B Signing is done by appointment only.
B Talk to an adviser: dates for conversations are offered twice a week.
B Get to know us over a half-hour call; choose a date below.
B Please ring the studio to be given a time.
B Fittings, repairs and consultations need a booked slot.
B The therapist has hours on Monday and Thursday, which reception allocates.
B Tastings for couples planning their wedding are held at a time you agree with the chef.
B A technician comes to you; you choose between a morning and an afternoon visit.
B Come and look round: open mornings are monthly and private tours by arrangement.
B Our consultants see clients at the Manchester office, and you reserve an hour with them beforehand.
B Blood tests are done between eight and ten, please book.
E Our pharmacist is happy to talk through side effects with you by phone.
E The reception desk is manned day and night; press 0 from your room for any trouble.
E Guest services deal with any problem during your stay.
E Did something not go as planned? Let our team know and a person will sort it out.
E Breakdowns are reported on the service number, also on Sundays.
E Talk to a human: our people pick up within two minutes.
E Our caretaker is on the premises and sorts out faults.
E Damaged or missing items: get in touch with our service desk.
E Priority cases are passed on to a senior engineer.
E Medical questions between visits go to the nurse line.
E Should your machine fail, our hotline walks you through it.
E Cyber incident? Our response team is reachable at any hour.
P The shop has postcards, prints and books from 2.
P Barn conversion with paddock, three bedrooms, on the market at 520,000.
P Scarves 39, gloves 29, hats 35; all in merino.
P Watches by six makers, repaired movements with papers, from 480 to 9,000.
P Ground-floor office, 140 square metres, rent 1,900 a month.
P See our full list of spirits and liqueurs, gin from 32 a bottle.
P The Alto costs 320, the Tenor 540, both with case.
P Replacement filters, hoses and nozzles for every model are in the shop.
T Follow your delivery on the map.
T Boxes travel overnight in dry ice.
T Your order confirmation contains the carrier's reference.
T Purchases over 60 travel free; others cost 4.90 postage.
T The forwarder calls before bringing the sofa.
T Look under Orders to see whether yours has left.
Q Wedding cakes: 4.50 a portion, sugar flowers 6 each.
Q Lessons are 34 for 30 minutes and 62 for an hour; a block of ten saves 10%.
Q Demolition is charged by volume, disposal by weight.
Q Each additional guest costs 12 and each extra night 80.
Q Framing is worked out from the length of moulding and the type of glass.
Q Bookkeeping costs 95 a month for up to 50 documents, then 1.20 for each.
Q The contribution is 7 per cent of income, at least 40.
Q Removal of a tree depends on height: up to six metres 180, up to twelve 420.
A Free dates for the barn are shown on the calendar page.
A On match days we are full; look whether there are seats left.
A Ask for vacancies in your preferred week.
A The sauna cabin can be hired by the evening if nobody else has it.
A Camp weeks: 3–7 July (full), 10–14 July (four places left).
A We seat 24, so tell us when you would like to come and we let you know if it works.
A Projectors and sound systems are lent by the weekend, first come first served.
A Berths for visiting boats are few in August; radio ahead to find out.
X Rules move messages to folders by sender or subject.
X Connect the sensor to the hub and name it in the app.
X The till works without internet and prints receipts by Bluetooth.
X Reports can be scheduled and sent as PDF.
X Teachers set homework with a deadline, and marks are added up automatically.
X The plugin adds a button to your browser.
Y Whoever leaves during the year gets nothing back.
Y Shoes are taken off at the door; ball games are not allowed in the corridors.
Y Cheques are not accepted and credit is given only with prior consent.
Y Minors need the written consent of a parent.
Y Deposits are kept if the booking is cancelled inside two weeks.
Y We hold your information for seven years and then destroy it securely.
Y The account may be closed at any time without penalty.
Y Exchange within a month with receipt; underwear excluded.
Y Guests under 21 are not admitted after ten.
Y The landlord's consent is needed before walls are drilled.
- We manage 1,200 homes for private landlords.
- We look after buildings in the centre and the suburbs.
- Adults 7, children 4, family ticket 18.
- Entry to the baths is 6.50 and 4 for pensioners.
- A link to the map is on our contact page.
- Our goats graze on the dyke.
- The joint is slow-roasted for six hours.
- Each partner holds a share of the firm.
- Rooms have a view of the valley.
- Meetings of the board are on the first Monday.
- Our lawyers publish on competition law.
- Our consultants come from industry.
- We keep accounts for bakeries and breweries.
- Children learn through play in small groups.
- The restaurant seats sixty and has a terrace.
- Surgery is done under local anaesthetic.
- Three generations have worked in this shop.
- Twenty thousand visitors came last year.
- Our nurses are trained in wound care.
- The village has a shop, a pub and a school.
- The factory turned out bicycles until 1958.
- Delegates came from nine countries.
- The sermon is recorded.
- Flats on the estate have balconies and cellars.
- Interest is credited at the end of the year.
- We sponsor the local football team.
- The ceremony takes an hour.
- Patients travel here from all over the country.
- Our vans run on electricity.
- The exam consists of a written and an oral part.
- Your host Maria grew up on the farm.
- Mortgage advice is our core business.
- We defend clients in criminal trials.
- The organ has 2,400 pipes.
- There is a playground, and dogs drink for nothing.
- We buy apples from orchards within ten miles.
- The trail is marked with yellow arrows.
- Our machines cut steel up to 20 millimetres.
- Teaching is in English and Welsh.
- The bank was founded by craftsmen.
`;
